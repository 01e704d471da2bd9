import { DomainError, invalid } from '../../kernel/error.js';
import { optionalText } from '../../kernel/text.js';

export const CONDITIONS = ['INTACT', 'OPENED', 'USED', 'DAMAGED', 'WRONG_ITEM', 'EMPTY'] as const;
export type Condition = (typeof CONDITIONS)[number];
export const VERDICTS = ['ACCEPTED', 'REDUCED', 'REJECTED'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What the inspector saw of one piece. */
export interface Unit {
  readonly condition: Condition;
  readonly accessoriesComplete: boolean;
  readonly missing: string | null;
  readonly serial: string | null;
  /** null: the goods carry none, or none was recorded at dispatch. */
  readonly serialMatches: boolean | null;
  readonly weightGrams: number | null;
  /** Attachments of the ticket. */
  readonly photoIds: readonly string[];
  readonly verdict: Verdict;
  readonly note: string | null;
}

const MAX_PHOTOS = 20;
const MAX_GRAMS = 1_000_000;

/**
 * The inspection as it is kept: one entry for each piece of the leg. Opening a box and a reasonable trial do not spoil goods, so OPENED alone is no ground to
 * hold anything against the customer; whatever is held against them is shown by a photo.
 */
export function checkInspection(units: readonly Unit[], quantity: number, onTicket: readonly string[]): Unit[] {
  if (units.length !== quantity) {
    throw invalid('units', { en: `Inspect every piece: the leg is of ${quantity}.`, zh: `请逐件验货，该项共 ${quantity} 件。` });
  }
  return units.map((unit, at) => checkUnit(unit, `units.${at}`, onTicket));
}

function checkUnit(unit: Unit, at: string, onTicket: readonly string[]): Unit {
  const missing = optionalText(unit.missing, `${at}.missing`, { max: 300 });
  if (!unit.accessoriesComplete && missing === null) throw invalid(`${at}.missing`, { en: 'Say what is missing.', zh: '请注明缺少的配件。' });
  if (unit.weightGrams !== null && (!Number.isInteger(unit.weightGrams) || unit.weightGrams < 0 || unit.weightGrams > MAX_GRAMS)) {
    throw invalid(`${at}.weightGrams`, { en: 'Give the weight in grams, up to a ton.', zh: '重量以克为单位，不超过一吨。' });
  }
  if (unit.photoIds.length > MAX_PHOTOS) throw invalid(`${at}.photoIds`, { en: `Name at most ${MAX_PHOTOS} photos.`, zh: `最多引用 ${MAX_PHOTOS} 张照片。` });
  const unknown = unit.photoIds.findIndex((id) => !onTicket.includes(id));
  if (unknown >= 0) {
    throw new DomainError('NOT_FOUND', { en: 'There is no such attachment on this ticket.', zh: '本工单没有该附件。' }, `${at}.photoIds.${unknown}`);
  }
  refuseUnshown(unit, at);
  return { ...unit, missing, serial: optionalText(unit.serial, `${at}.serial`, { max: 100 }), note: optionalText(unit.note, `${at}.note`, { max: 500, lines: true }) };
}

function refuseUnshown({ verdict, photoIds, condition, accessoriesComplete, serialMatches }: Unit, at: string): void {
  if (verdict === 'ACCEPTED') return;
  if (photoIds.length === 0) {
    throw new DomainError('EVIDENCE_MISSING', { en: 'What is held against the customer is shown by a photo.', zh: '对顾客不利的验货结论须附照片。' }, `${at}.photoIds`);
  }
  const sound = (condition === 'INTACT' || condition === 'OPENED') && accessoriesComplete && serialMatches !== false;
  if (sound) throw invalid(`${at}.verdict`, { en: 'Nothing was found wrong with this piece; opening the box is no fault.', zh: '该件未发现问题；拆封查验不构成拒收理由。' });
}

/** The worst verdict of a leg's pieces. */
export function verdictOf(units: readonly Pick<Unit, 'verdict'>[]): Verdict {
  return VERDICTS.findLast((verdict) => units.some((unit) => unit.verdict === verdict)) ?? 'ACCEPTED';
}
