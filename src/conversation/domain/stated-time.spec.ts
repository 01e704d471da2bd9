import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AROUND_THE_CLOCK, BusinessCalendar, type WorkingTime } from '../../calendar/domain/index.js';
import { DAY, HOUR, MINUTE, plus, type Instant } from '../../kernel/instant.js';
import { LONGEST_PROMISE } from './promise.js';
import { statedDuration, statedTime, type Desk } from './stated-time.js';
import { examine } from './wording.js';

const SHANGHAI: Desk = { timeZone: 'Asia/Shanghai', hours: null };
/** Monday to Friday 9:00 to 18:00, Saturday 10:00 to 16:00; closed on Thursday 26 November, open on Sunday 6 December instead. */
const OFFICE: Desk = {
  timeZone: 'Asia/Shanghai',
  hours: new BusinessCalendar({
    timeZone: 'Asia/Shanghai', breaks: [], holidays: [{ date: '2026-11-26', name: null }],
    weekly: [
      ...(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const).map((day) => ({ day, opens: '09:00', closes: '18:00' })),
      { day: 'SATURDAY', opens: '10:00', closes: '16:00' },
    ],
    overrides: [{ date: '2026-12-06', windows: [{ opens: '09:00', closes: '12:00' }] }],
  }),
};
/** Tuesday, ten in the morning in Shanghai. */
const NOW = shanghai('11-24 10:00');

function shanghai(text: string): Instant {
  const [date = '', time = ''] = text.split(' ');
  return plus(`2026-${date}T00:00:00.000Z`, Number(time.split(':')[0]) * HOUR + Number(time.split(':')[1]) * MINUTE - 8 * HOUR);
}

describe('a plain duration', () => {
  it.each<[string, number | null]>([
    ['30分钟内答复您', 30 * MINUTE],
    ['半小时后给您回电', 30 * MINUTE],
    ['两小时内，最迟3小时', 3 * HOUR],
    ['１．５小时', 1.5 * HOUR],
    ['一个半小时', 1.5 * HOUR],
    ['十五分钟', 15 * MINUTE],
    ['三天内寄出', 3 * DAY],
    ['两三天内', 3 * DAY],
    ['一周内', 7 * DAY],
    ['within 45 minutes', 45 * MINUTE],
    ['in half an hour', 30 * MINUTE],
    ['an hour or so', HOUR],
    ['two and a half hours', 2.5 * HOUR],
    ['within two days', 2 * DAY],
    ['3个工作日内', null],
    ['three working days', null],
    ['a few hours', null],
    ['几天内', null],
    ['明天上午10点前', null],
    ['30分钟内，或明天', null],
    ['by Friday', null],
    ['尽快', null],
    ['支持7天无理由退货', null],
  ])('%s', (text, expected) => {
    expect(statedDuration(text)).toBe(expected);
  });
});

/** Said on Tuesday 24 November 2026 at 10:00 in Shanghai. */
const BOTH: readonly (readonly [string, string])[] = [
  ['30分钟内答复您', '11-24 10:30'],
  ['24-48小时内处理完', '11-26 10:00'],
  ['今天18点前答复您', '11-24 18:00'],
  ['今天下午3点前给您结果', '11-24 15:00'],
  ['今天３点前', '11-24 15:00'],
  ['下午三点半回电', '11-24 15:30'],
  ['下午3点到5点之间联系您', '11-24 17:00'],
  ['18:00前回复', '11-24 18:00'],
  ['18：00前回复', '11-24 18:00'],
  ['18点30前回复', '11-24 18:30'],
  ['18时前答复', '11-24 18:00'],
  ['今晚8点前', '11-24 20:00'],
  ['今天晚上12点前', '11-25 00:00'],
  ['今天中午12点前', '11-24 12:00'],
  ['明天上午', '11-25 12:00'],
  ['明早10点', '11-25 10:00'],
  ['明天凌晨2点前', '11-25 02:00'],
  ['明天凌晨12点半前', '11-25 00:30'],
  ['明天下午给您答复', '11-25 18:00'],
  ['明天上午或者下午', '11-25 18:00'],
  ['明天3点前', '11-25 15:00'],
  ['明天03:00前', '11-25 03:00'],
  ['后天中午前', '11-26 12:00'],
  ['大后天上午9点', '11-27 09:00'],
  ['周三上午10点到11点', '11-25 11:00'],
  ['下周一上午', '11-30 12:00'],
  ['下周三10点', '12-02 10:00'],
  ['下下周一9:30', '12-07 09:30'],
  ['11月25日18点前', '11-25 18:00'],
  ['2026年12月1日下午两点', '12-01 14:00'],
  ['2026-12-01 14:30', '12-01 14:30'],
  ['28号上午', '11-28 12:00'],
  ['今天，18点前', '11-24 18:00'],
  ['明天早上仓库上班后核对，11点前告诉您', '11-25 12:00'],
  ['正在核实，30分钟内或今天18点前', '11-24 18:00'],
  ['您11月20日的订单，我们今天17点前答复', '11-24 17:00'],
  ['by 6 pm', '11-24 18:00'],
  ['by 6:30 p.m.', '11-24 18:30'],
  ['today by 18:00', '11-24 18:00'],
  ['by noon', '11-24 12:00'],
  ['this afternoon', '11-24 18:00'],
  ['tomorrow morning', '11-25 12:00'],
  ['by 10 am tomorrow', '11-25 10:00'],
  ['by 6 pm on Friday', '11-27 18:00'],
  ['Friday at 9 am', '11-27 09:00'],
  ["at 4 o'clock", '11-24 16:00'],
  ['next Monday by 9:00', '11-30 09:00'],
  ['on Nov 25 at 5 pm', '11-25 17:00'],
  ['25 November, 17:00', '11-25 17:00'],
  ['by 5 pm on 25 November', '11-25 17:00'],
  ['by 10 am the day after tomorrow', '11-26 10:00'],
  ['in 2 hours', '11-24 12:00'],
];

describe('a named time', () => {
  it.each(BOTH)('%s: whatever the desk', (text, expected) => {
    for (const desk of [SHANGHAI, OFFICE]) expect(statedTime(text, NOW, desk)).toBe(shanghai(expected));
    expect(examine(text, { caring: false }).signals.namesTime).toBe(true);
  });

  // A day is over at midnight, or when the desk closes; where it does not work that day, or closed before, at midnight all the same.
  it.each<[string, string, string]>([
    ['今天内答复您', '11-25 00:00', '11-24 18:00'],
    ['今晚答复您', '11-25 00:00', '11-25 00:00'],
    ['明天答复您', '11-26 00:00', '11-25 18:00'],
    ['后天答复您', '11-27 00:00', '11-27 00:00'],
    ['周三前', '11-26 00:00', '11-25 18:00'],
    ['周二前', '11-25 00:00', '11-24 18:00'],
    ['周一答复您', '12-01 00:00', '11-30 18:00'],
    ['周六答复', '11-29 00:00', '11-28 16:00'],
    ['这周日', '11-30 00:00', '11-30 00:00'],
    ['周末前', '11-30 00:00', '11-30 00:00'],
    ['下周五前', '12-05 00:00', '12-04 18:00'],
    ['下周内', '12-07 00:00', '12-06 12:00'],
    ['11月25日前', '11-26 00:00', '11-25 18:00'],
    ['25号前', '11-26 00:00', '11-25 18:00'],
    ['3日前', '12-04 00:00', '12-03 18:00'],
    ['今天下班前', '11-25 00:00', '11-24 18:00'],
    ['今天16点以后联系您', '11-25 00:00', '11-25 00:00'],
    ['tomorrow', '11-26 00:00', '11-25 18:00'],
    ['the day after tomorrow', '11-27 00:00', '11-27 00:00'],
    ['tonight', '11-25 00:00', '11-25 00:00'],
    ['by Friday', '11-28 00:00', '11-27 18:00'],
    ['by end of day tomorrow', '11-26 00:00', '11-25 18:00'],
    ['by Nov 25', '11-26 00:00', '11-25 18:00'],
    ['by the 25th', '11-26 00:00', '11-25 18:00'],
    ['1个工作日内', '11-26 00:00', '11-25 18:00'],
    ['2个工作日内', '11-27 00:00', '11-27 18:00'],
    ['3个工作日内', '11-28 00:00', '11-28 16:00'],
    ['within 2 business days', '11-27 00:00', '11-27 18:00'],
    ['three working days', '11-28 00:00', '11-28 16:00'],
    ['3-5个工作日', '12-02 00:00', '12-01 18:00'],
  ])('%s: by the week, by a calendar', (text, byTheWeek, byCalendar) => {
    expect(statedTime(text, NOW, SHANGHAI)).toBe(shanghai(byTheWeek));
    expect(statedTime(text, NOW, OFFICE)).toBe(shanghai(byCalendar));
  });

  it.each([
    '请稍等', '尽快答复您', 'one moment', '几天内', 'in a few days', '过几个工作日', '今天9点前', '今天上午9:30前', '11月20日前', '2026-11-20', 'by Nov 20', '31个工作日内', '60天内',
    '2026-13-45', '2月30日', '25点前', '9999-12-31', '支持7天无理由退货', '24小时客服', '我们的工作时间是9:00到18:00', '周一至周五9点到18点有人值班', '下午好，请稍等',
    'Good afternoon, one moment', '晚一点给您回复', '有3点需要说明', '第一时间答复', 'our business hours are 9:00 to 18:00', '',
  ])('none that lies ahead and can be told: %s', (text) => {
    for (const desk of [SHANGHAI, OFFICE]) expect(statedTime(text, NOW, desk)).toBeNull();
  });

  it.each<[string, string]>([
    ['by 3 am', '11-24 03:00'], ['by 12 pm', '11-24 12:00'], ['by 12 am tomorrow', '11-25 00:00'], ['今晚1点', '11-25 01:00'], ['今晚6点', '11-24 18:00'], ['中午1点', '11-24 13:00'],
    ['中午3点', '11-24 15:00'], ['中午11点', '11-24 11:00'], ['下午1点', '11-24 13:00'], ['下午12点', '11-24 12:00'], ['下午13点', '11-24 13:00'], ['下班前5点', '11-24 17:00'], ['凌晨3点', '11-24 03:00'],
    ['凌晨前', '11-24 06:00'], ['1点前', '11-24 13:00'], ['6点前', '11-24 18:00'], ['7点前', '11-24 07:00'], ['06:00前', '11-24 06:00'], ['12点前', '11-24 12:00'], ['30天内', '12-24 01:00'],
  ])('said at one in the night: %s', (text, expected) => {
    expect(statedTime(text, shanghai('11-24 01:00'), SHANGHAI)).toBe(shanghai(expected));
  });

  it.each<[string, string | null]>([
    ['1月2日答复', '2027-01-02T16:00:00.000Z'], ['12月30日答复', '2026-12-30T16:00:00.000Z'], ['3号前', '2027-01-03T16:00:00.000Z'], ['30号前', '2026-12-30T16:00:00.000Z'],
    ['2027年1月5日', '2027-01-05T16:00:00.000Z'], ['2025年1月5日', null],
  ])('said on 30 December, a day without a year is the next of its kind, today included: %s', (text, expected) => {
    expect(statedTime(text, shanghai('12-30 10:00'), SHANGHAI)).toBe(expected);
  });

  it('no working day is told of a desk that never works', () => {
    expect(statedTime('1个工作日内', NOW, { ...SHANGHAI, hours: { ...AROUND_THE_CLOCK, segments: () => [] } })).toBeNull();
  });

  it('means the wall clock of the desk, across a change of it too', () => {
    const newYork: Desk = { timeZone: 'America/New_York', hours: null };
    expect(statedTime('by 6 pm', '2026-10-30T15:00:00.000Z', newYork)).toBe('2026-10-30T22:00:00.000Z');
    expect(statedTime('by 6 pm on Monday', '2026-10-30T15:00:00.000Z', newYork)).toBe('2026-11-02T23:00:00.000Z');
    expect(statedTime('today', '2026-11-25T03:00:00.000Z', newYork)).toBe('2026-11-25T05:00:00.000Z');
  });

  it('said after closing, today ends at midnight; on Friday evening the next working day is the next', () => {
    expect(statedTime('今天答复您', shanghai('11-24 20:00'), OFFICE)).toBe(shanghai('11-25 00:00'));
    expect(statedTime('1个工作日内', shanghai('11-27 20:00'), SHANGHAI)).toBe(shanghai('12-01 00:00'));
  });

  it('asks zone and calendar for each time once, and for fifty at most, however long the text', () => {
    let asked = 0;
    const { hours } = OFFICE;
    const segments: WorkingTime['segments'] = (from, to) => {
      asked += 1;
      return hours?.segments(from, to) ?? [];
    };
    const counting: Desk = { ...OFFICE, hours: { ...AROUND_THE_CLOCK, segments } };
    expect(statedTime('今天'.repeat(2_500), NOW, counting)).toBe(shanghai('11-24 18:00'));
    expect(asked).toBe(1);
    statedTime(Array.from({ length: 300 }, (_, n) => `${n + 1}日前`).join('，'), NOW, counting);
    expect(asked).toBeLessThanOrEqual(51);
  });

  it('lies ahead and within the longest promise, or is none, whatever is written', () => {
    const piece = fc.oneof(
      fc.constantFrom(...BOTH.map(([text]) => text), '前', '后', '或', ' and ', '，', '。', '几天', '下周', '周末', '31号', '2月30日', '9999-99-99', '99:99', '25点', '0点', '24:00', '凌晨', 'midnight', '12 am'),
      fc.nat(400).map(String), fc.string({ maxLength: 3 }),
    );
    const at = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
    const desk = fc.constantFrom(SHANGHAI, OFFICE, { timeZone: 'America/New_York', hours: null }, { timeZone: 'Pacific/Kiritimati', hours: null });
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), at, desk, (pieces, now, where) => {
      const due = statedTime(pieces.join(''), now, where);
      if (due !== null && !(due > now && due <= plus(now, LONGEST_PROMISE))) throw new Error(`${due} of ${now}`);
    }), { numRuns: 1_000 });
  });

  it('is the day and the hour that the words name, said on any day of the year in any zone, or gone by', () => {
    const day = fc.oneof(...[wordOfDay, dateInWords, weekdayInWords].map((form) => fc.record({ form: fc.constant(form), ahead: fc.nat(28), english: fc.boolean() })));
    const at = fc.date({ min: new Date('2024-01-01'), max: new Date('2033-01-01'), noInvalidDate: true }).map((date) => `${date.toISOString().slice(0, 19)}.000Z`);
    const zone = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Pacific/Auckland', 'Africa/Cairo', 'Pacific/Kiritimati', 'America/Sao_Paulo');
    fc.assert(fc.property(day, fc.integer({ min: 7, max: 23 }), fc.constantFrom(0, 30), at, zone, ({ form, ahead, english }, hour, minute, now, timeZone) => {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      const shown = wall.format(new Date(now));
      const { date, words } = form(shown.slice(0, 10), ahead, english);
      const wanted = `${date} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
      const text = english ? `We answer by ${hourInEnglish(hour, minute)} ${words}.` : `我们${words}${hourInChinese(hour, minute)}前答复您。`;
      const due = statedTime(text, now, { timeZone, hours: null });
      expect([text, now, timeZone, due && wall.format(new Date(due))]).toEqual([text, now, timeZone, wanted > shown ? wanted : null]);
    }), { numRuns: 600 });
  });

  it('never lies earlier for more said: the latest counts', () => {
    const named = fc.constantFrom(...BOTH);
    fc.assert(fc.property(named, named, (one, other) => {
      const expected = [one, other].map(([, at]) => shanghai(at)).sort().at(-1);
      return statedTime(`${one[0]}。\n${other[0]}`, NOW, SHANGHAI) === expected;
    }));
  });
});

interface Named {
  readonly date: string;
  readonly words: string;
}

function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function wordOfDay(today: string, ahead: number, english: boolean): Named {
  const [days, zh, en] = ([[0, '今天', 'today'], [1, '明天', 'tomorrow'], [2, '后天', 'the day after tomorrow']] as const)[ahead % 3] ?? [0, '', ''];
  return { date: later(today, days), words: english ? en : zh };
}

function dateInWords(today: string, ahead: number, english: boolean): Named {
  const date = later(today, ahead);
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const name = ['Jan', 'Feb', 'March', 'April', 'May', 'June', 'July', 'Aug', 'Sept', 'October', 'November', 'December'][month - 1] ?? '';
  const chinese = [`${month}月${day}日`, `${month}月${day}号`, `${day}号`, `${year}年${month}月${day}日`, `${date} `][ahead % 5] ?? '';
  return { date, words: english ? (ahead % 2 === 0 ? `on ${name} ${day}` : `on ${day} ${name}`) : chinese };
}

/** By the week it lies in, or as the one that comes. */
function weekdayInWords(today: string, ahead: number, english: boolean): Named {
  const date = later(today, ahead % 7);
  const [from, to] = [today, date].map((one) => (new Date(`${one}T12:00:00Z`).getUTCDay() + 6) % 7) as [number, number];
  const week = ahead >= 14 ? 'comes' : to < from ? 'next' : 'this';
  const name = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][to] ?? '';
  const chinese = `${{ comes: '', this: '这', next: '下' }[week]}${ahead % 2 === 0 ? '周' : '星期'}${'一二三四五六日'[to]}`;
  return { date, words: english ? `on ${week === 'comes' ? '' : `${week} `}${name}` : chinese };
}

function hourInEnglish(hour: number, minute: number): string {
  return `${(hour + 11) % 12 + 1}${minute === 0 ? '' : `:${minute}`} ${hour < 12 ? 'am' : 'pm'}`;
}

function hourInChinese(hour: number, minute: number): string {
  const half = minute === 0 ? '' : '半';
  if (hour < 12) return `上午${hour}点${half}`;
  if (hour === 12) return `中午12点${half}`;
  return hour < 18 ? `下午${hour - 12}点${half}` : `晚上${hour - 12}点${half}`;
}
