import { encodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import type { BusyMerchant, Worked } from './busy-merchant.js';

/** A rule that a tag sets off tells the administrator; a roster, and somebody who will be away. */
export async function escalate(busy: BusyMerchant, ticket: Worked): Promise<void> {
  const { base, ids } = busy;
  const rule = {
    key: 'tagged', title: { en: 'Tagged', zh: '已标记' }, trigger: { on: 'TAGGED', tag: 'escalated' },
    levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ROLE', role: 'ADMIN' } }], acknowledgeWithinMinutes: 60 }],
  };
  const shift = { memberId: encodeId('Member', await base.member('LEADER')), weekly: [] };
  const soon = plus(new Date().toISOString(), 86_400_000);
  const made = await base.as<Record<string, { rules?: { id: string }; roster?: { id: string }; absence?: { id: string } }>>('ADMIN', `mutation E($r: PublishEscalationRulesInput!, $d: PublishDutyRosterInput!, $a: SetOutOfOfficeInput!) {
    publishEscalationRules(input: $r) { rules { id } } publishDutyRoster(input: $d) { roster { id } } setOutOfOffice(input: $a) { absence { id } } }`, {
    r: { name: 'rules', body: { rules: [rule] } },
    d: { shopId: base.shopId, body: { timeZone: 'Asia/Shanghai', shifts: [shift], covers: [] } },
    a: { memberId: encodeId('Member', await base.member('FINANCE')), startsAt: soon, endsAt: plus(soon, 86_400_000) },
  });
  const set = await base.as<Record<string, { userErrors: object[] }>>('ADMIN', `mutation S($p: SetAgentProfileInput!, $o: AssignOnOpeningInput!) {
    setAgentProfile(input: $p) { userErrors { code } } setAssignOnOpening(input: $o) { userErrors { code } } }`, {
    p: { memberId: shift.memberId, cap: 5, kinds: ['LOGISTICS'], languages: ['EN'], severities: ['NORMAL'] }, o: { shopId: base.shopId, enabled: false },
  });
  if (!set.data) throw new Error(JSON.stringify(set.errors));
  ids.set('EscalationRules', made.data?.['publishEscalationRules']?.rules?.id ?? '').set('DutyRoster', made.data?.['publishDutyRoster']?.roster?.id ?? '')
    .set('Absence', made.data?.['setOutOfOffice']?.absence?.id ?? '');
  await busy.act('ADMIN', 'tagTicket', ticket, { tags: ['escalated'] });
  await busy.app.owner(`INSERT INTO assignment_wait (merchant_id, ticket_id, language, since) SELECT $1, id, 'EN', now() FROM ticket WHERE 'tkt_' || id::text = $2`, [base.id, ticket.id]);
  const told = await base.as<{ me: { notifications: { edges: { node: { id: string } }[] } } }>('ADMIN', '{ me { notifications { edges { node { id } } } } }');
  ids.set('Notification', told.data?.me.notifications.edges[0]?.node.id ?? '');
  const [escalation] = await busy.app.owner<{ id: string }>('SELECT id FROM escalation WHERE merchant_id = $1', [base.id]);
  ids.set('Escalation', encodeId('Escalation', escalation?.id ?? ''));
}
