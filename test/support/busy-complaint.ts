import { encodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import { BUILT_IN_PACKS } from '../../src/sla/index.js';
import { idOf } from './busy-answer.js';
import type { BusyMerchant, Worked } from './busy-merchant.js';

/** Rules of its own, and a deadline the platform set. */
async function goByRules(busy: BusyMerchant, ticket: Worked): Promise<void> {
  const taobao = { ...BUILT_IN_PACKS.find(({ id }) => id === 'taobao'), version: 'own' };
  const rules = await busy.base.as<{ p: { userErrors: unknown[] }; c: { userErrors: unknown[] } }>('ADMIN', `mutation Rules($p: PublishPolicyPackInput!, $c: ChooseShopPacksInput!) {
    p: publishPolicyPack(input: $p) { userErrors { code } } c: chooseShopPacks(input: $c) { userErrors { code } } }`, {
    p: { body: taobao }, c: { shopId: busy.base.shopId, expectedVersion: 0, region: 'CN', packs: [{ packId: 'tmall' }] },
  });
  if (!rules.data || rules.data.p.userErrors.length + rules.data.c.userErrors.length > 0) throw new Error(JSON.stringify(rules));
  await busy.act('ADMIN', 'observeExternalDeadline', ticket, { kind: 'ANSWER_DISPUTE', dueAt: plus(new Date().toISOString(), 172_800_000), consequence: 'CASE_LOST' });
}

/** A complaint at work: a note, a promise, a task, the account restated, a finding, a file, and somebody told of its severity. */
export async function complain(busy: BusyMerchant, ticket: Worked): Promise<void> {
  const { ids } = busy;
  await goByRules(busy, ticket);
  await busy.act('ADMIN', 'addNote', ticket, { body: busy.words.note, idempotencyKey: 'note' });
  const soon = plus(new Date().toISOString(), 7_200_000);
  await busy.say(ticket, 'Hello, busy is the shop. I am checking it and will write to you again within 2 hours.', { replyBy: { reason: 'checking', at: soon } });
  const promise = await busy.act('ADMIN', 'makePromise', ticket, { kind: 'DEED', what: 'Ask the maker', channel: 'CHAT', dueAt: soon }, 'promise { id }');
  ids.set('Promise', idOf(promise, 'promise')).set('Message', await busy.hear(ticket, 'It tore under the arm.'));
  const task = await busy.act('ADMIN', 'openTask', ticket, { department: 'SUPPLIER', question: 'Which batch?', dueAt: soon }, 'task { id }');
  ids.set('Task', idOf(task, 'task'));
  const statement = idOf(await busy.act('ADMIN', 'recordStatement', ticket, { text: 'The coat tore.', wish: 'REFUND' }, 'statement { id }'), 'statement');
  await busy.say(ticket, 'I understand how upsetting this is. So the coat tore on the first day. Is that right?', { restatesStatementId: statement, answersInFull: true });
  const finding = await busy.act('LEADER', 'recordFinding', ticket, { causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: 'A bad seam.' }, 'findingId');
  await busy.act('ADMIN', 'reportSeverity', ticket, { toMemberId: encodeId('Member', await busy.base.member('SUPERVISOR')), summary: 'An injury is possible.' });
  ids.set('Statement', statement).set('Finding', finding['findingId'] as string).set('Attachment', await busy.attach(ticket));
}
