import type { FaultTable } from './fault-table.js';
import type { LadderTable } from './ladder.js';
import { problemsOf, refuseProblems, type Say } from './rule-problem.js';

type Json = Readonly<Record<string, unknown>>;
const ROW = ['code', 'when', 'fault', 'shares', 'confidence'];
const WHEN = ['kinds', 'reasons', 'families', 'goodsStates', 'stages', 'parcel', 'inspected', 'evidence', 'without'];

/** A table out of JSON from outside: shapes only; what it says is checked by the table's own rules. Anything unknown is refused, not ignored. */
export function readTable(kind: 'FAULT', body: Json): FaultTable;
export function readTable(kind: 'LADDER', body: Json): LadderTable;
export function readTable(kind: 'FAULT' | 'LADDER', body: Json): FaultTable | LadderTable {
  refuseProblems(problemsOf((say) => (kind === 'FAULT' ? readFaults(body, say) : readLadders(body, say))), 'body', { en: 'The table cannot be read.', zh: '该表格式不正确。' });
  return body as unknown as FaultTable | LadderTable;
}

function readFaults(body: Json, say: Say): void {
  known(body, ['rows'], '', say);
  objects(body['rows'], 'rows', say).forEach((row, at) => {
    const path = `rows.${at}`;
    known(row, ROW, path, say);
    if (typeof row['code'] !== 'string') say(`${path}.code`, 'Write a text.', '此处须为文本。');
    if (typeof row['confidence'] !== 'number') say(`${path}.confidence`, 'Write a number.', '此处须为数字。');
    const when = row['when'];
    if (!isObject(when)) return say(`${path}.when`, 'Write an object.', '此处须为对象。');
    known(when, WHEN, `${path}.when`, say);
    for (const [name, list] of Object.entries(when)) texts(list, `${path}.when.${name}`, say);
    if (row['shares'] === undefined) return;
    objects(row['shares'], `${path}.shares`, say).forEach((share, on) => known(share, ['fault', 'percent'], `${path}.shares.${on}`, say));
  });
}

function readLadders(body: Json, say: Say): void {
  known(body, ['ladders'], '', say);
  objects(body['ladders'], 'ladders', say).forEach((ladder, at) => {
    const path = `ladders.${at}`;
    known(ladder, ['code', 'faults', 'families', 'rungs'], path, say);
    if (typeof ladder['code'] !== 'string') say(`${path}.code`, 'Write a text.', '此处须为文本。');
    for (const name of ['faults', 'families']) texts(ladder[name], `${path}.${name}`, say);
    objects(ladder['rungs'], `${path}.rungs`, say).forEach((rung, on) => {
      known(rung, ['code', 'legs', 'percent'], `${path}.rungs.${on}`, say);
      if (typeof rung['code'] !== 'string') say(`${path}.rungs.${on}.code`, 'Write a text.', '此处须为文本。');
      if (rung['percent'] !== null && typeof rung['percent'] !== 'number') say(`${path}.rungs.${on}.percent`, 'Write a number or null.', '此处须为数字或 null。');
      texts(rung['legs'], `${path}.rungs.${on}.legs`, say);
    });
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objects(value: unknown, path: string, say: Say): Json[] {
  if (Array.isArray(value) && value.every(isObject)) return value;
  say(path, 'Write a list of objects.', '此处须为对象列表。');
  return [];
}

function texts(value: unknown, path: string, say: Say): void {
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) say(path, 'Write a list of texts.', '此处须为文本列表。');
}

function known(object: Json, names: readonly string[], path: string, say: Say): void {
  for (const name of Object.keys(object)) if (!names.includes(name)) say(path === '' ? name : `${path}.${name}`, 'Nothing of this name is read.', '没有这个字段。');
}
