import { invalid } from '../../kernel/error.js';

const DAY = /^2\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

/** Days of a calendar, `2026-11-01`, both included, at most 92 of them. */
export function checkDays(from: string, to: string, fromField: string, toField: string): void {
  const real = (day: string): boolean => DAY.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (!real(from)) throw invalid(fromField, { en: 'Write the day as 2026-11-01.', zh: '日期请写成 2026-11-01 的格式。' });
  const days = real(to) ? (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 : 0;
  if (days < 1 || days > MOST_DAYS) {
    throw invalid(toField, { en: `Write the last day as 2026-11-01, not before the first and at most ${MOST_DAYS} days in all.`, zh: `结束日期请写成 2026-11-01 的格式，不早于开始日期，共不超过 ${MOST_DAYS} 天。` });
  }
}
