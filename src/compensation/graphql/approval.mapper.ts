import { encodeId } from '../../kernel/ids.js';
import { moneyOf, type Money } from '../../platform/graphql/money.type.js';
import type { Approvers } from '../domain/authority-policy.js';
import type { ApprovalView, DecisionView, OverrideView } from '../queries/approvals.query.js';
import type { ApprovalDecisionRecord, ApprovalLevel, ApprovalOverride, ApprovalRequest } from './approval.type.js';

export function toApproval(row: ApprovalView): ApprovalRequest {
  const { chain, currency } = row;
  return {
    id: encodeId('ApprovalRequest', row.id), offerId: encodeId('Offer', row.offerId), ticketId: encodeId('Ticket', row.ticketId), shopId: encodeId('Shop', row.shopId),
    purpose: row.purpose, state: row.state, version: row.version, goodwill: currency === null ? null : money(row.goodwillMinor, currency),
    exceeded: [...row.exceeded], looksSplit: row.looksSplit, chainRule: chain.rule,
    levels: chain.levels.map(({ approvers, need, withinMinutes }, at): ApprovalLevel => ({
      position: at + 1, approvers: named(approvers), need: String(need), withinMinutes,
      memberIds: 'memberIds' in approvers ? approvers.memberIds.map((id) => encodeId('Member', id)) : [],
    })),
    level: row.level + 1, escalations: row.escalations, requestedBy: encodeId('Member', row.requestedBy), requestedAt: row.requestedAt, note: row.note,
    dueAt: row.dueAt, endedAt: row.endedAt, endedNote: row.endedNote, decisions: row.decisions.map(toDecision), overrides: row.overrides.map(toOverride),
  };
}

export function money(minor: string | bigint, currency: string): Money {
  return moneyOf({ minor: BigInt(minor), currency });
}

function named(approvers: Approvers): string {
  if ('memberIds' in approvers) return 'MEMBERS';
  return 'role' in approvers ? `ROLE:${approvers.role}` : `ON_DUTY:${approvers.onDuty}`;
}

function toDecision({ level, byMember, forMember, ...row }: DecisionView): ApprovalDecisionRecord {
  return { ...row, level: level + 1, byMemberId: encodeId('Member', byMember), forMemberId: forMember && encodeId('Member', forMember) };
}

function toOverride(row: OverrideView): ApprovalOverride {
  return { ...row, id: encodeId('Override', row.id), askedBy: encodeId('Member', row.askedBy), confirmedBy: row.confirmedBy && encodeId('Member', row.confirmedBy) };
}
