import { encodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import type { BusyMerchant } from './busy-merchant.js';

/** Limits, a draft beyond them that waits for its approval, an override somebody asked for, and a delegation. */
export async function approvals(busy: BusyMerchant): Promise<void> {
  const { ids, base } = busy;
  const policy = await base.as<{ publishAuthorityPolicy: { policy: { id: string } } }>(
    'ADMIN', 'mutation P($i: PublishAuthorityPolicyInput!) { publishAuthorityPolicy(input: $i) { policy { id } userErrors { code details } } }',
    { i: { name: 'default', body: {
      limits: [{ name: 'admin', role: 'ADMIN', measure: 'OFFER', amount: { amount: '10.00', currency: 'CNY' } }, { name: 'supervisor', role: 'SUPERVISOR', measure: 'OFFER', amount: null }],
      chains: [{ name: 'all', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 60 }] }],
    } } },
  );
  ids.set('AuthorityPolicy', policy.data?.publishAuthorityPolicy.policy.id ?? '');
  await approved(busy);
  const waiting = await busy.open('RETURN_EXCHANGE');
  busy.tickets.set('waiting', waiting);
  await busy.upToRemedy(waiting);
  await busy.makeOffer(waiting);
  const queue = await base.as<{ approvals: { edges: { node: { id: string } }[] } }>('SUPERVISOR', '{ approvals(filter: { mine: true }) { edges { node { id } } } }');
  const requestId = queue.data?.approvals.edges[0]?.node.id ?? '';
  ids.set('ApprovalRequest', requestId);
  await base.member('ADMIN', 'second admin');
  const asked = await busy.app.gql<{ overrideApproval: { overrideId: string } }>(
    'mutation O($i: OverrideApprovalInput!) { overrideApproval(input: $i) { overrideId userErrors { code message } } }',
    { i: { requestId, reason: 'It cannot wait any longer.' } }, { token: await base.token('ADMIN', 'second admin') },
  );
  ids.set('Override', asked.data?.overrideApproval.overrideId ?? '');
  const given = await base.as<{ delegateApprovals: { delegation: { id: string } } }>(
    'SUPERVISOR', 'mutation D($i: DelegateApprovalsInput!) { delegateApprovals(input: $i) { delegation { id } userErrors { code message } } }',
    { i: { toMemberId: encodeId('Member', await base.member('LEADER')), endsAt: plus(new Date().toISOString(), 86_400_000), reason: 'Away' } },
  );
  ids.set('Delegation', given.data?.delegateApprovals.delegation.id ?? '');
}

/** A draft beyond its maker's authority that a supervisor approved; its customer is one of the team leaders. */
async function approved(busy: BusyMerchant): Promise<void> {
  const { base } = busy;
  const ticket = await busy.open('RETURN_EXCHANGE');
  await busy.upToRemedy(ticket);
  await busy.makeOffer(ticket);
  const queue = await base.as<{ approvals: { edges: { node: { id: string } }[] } }>('SUPERVISOR', '{ approvals(filter: { mine: true }) { edges { node { id } } } }');
  const decided = await base.as<{ decideApproval: { userErrors: unknown[] } }>(
    'SUPERVISOR', 'mutation D($i: DecideApprovalInput!) { decideApproval(input: $i) { userErrors { code message } } }',
    { i: { requestId: queue.data?.approvals.edges[0]?.node.id, expectedVersion: 1, decision: 'APPROVE', reason: 'The photos show it.' } },
  );
  const declared = await base.as<{ declareCustomerIsMember: { userErrors: unknown[] } }>(
    'ADMIN', 'mutation S($i: DeclareCustomerIsMemberInput!) { declareCustomerIsMember(input: $i) { userErrors { code message } } }',
    { i: { customerId: ticket.order.customerId, memberId: encodeId('Member', await base.member('LEADER', 'shopper')), isSame: true } },
  );
  for (const answer of [decided.data?.decideApproval, declared.data?.declareCustomerIsMember]) {
    if (answer?.userErrors.length !== 0) throw new Error(JSON.stringify([decided, declared]));
  }
}
