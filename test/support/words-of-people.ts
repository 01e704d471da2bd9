import type { RedactableText } from '../../src/conversation/commands/messages/redact-ticket-text.js';

/**
 * Every column in which people write what they like about a ticket, under the redaction that reaches it. The specs of redaction plant a word in each of
 * them; `words-of-people.spec.ts` holds this list and the next against the schema.
 */
export const REACHED: Readonly<Record<RedactableText | 'MESSAGE', readonly string[]>> = {
  MESSAGE: ['message.body', 'attachment.name'],
  PROBLEM: ['ticket.problem', 'ticket.subject', 'ticket.search_key'],
  STATED_REASON: ['ticket.stated_reason_text'],
  DETAILS: ['ticket.details'],
  FINDING: ['finding.cause', 'finding.corrective_action', 'finding.override_reason', 'finding.dispute'],
  STATEMENT: ['statement.text'],
  PROMISE: ['promise.what'],
  TASK: ['task.question', 'task.answer', 'task.cancel_reason'],
  REMEDY: [
    'offer.summary', 'offer.decision_note', 'offer.refusal_alternative', 'offer_leg.note', 'offer_leg.ended_note', 'goods_leg.return_address', 'leg_unit.missing', 'leg_unit.note',
    'counter_offer.note', 'recovery_claim.note',
  ],
  APPROVAL: ['approval_request.note', 'approval_request.ended_note', 'approval_decision.reason', 'approval_override.reason', 'approval_override.confirmed_reason'],
  PAYOUT: ['payout.entered_reason'],
};

/** Columns of text that no redaction reaches, by why not. */
export const BEYOND: Readonly<Record<string, readonly string[]>> = {
  'said about ourselves and of no ticket; the API asks for no customer in it': ['delegation.reason', 'budget_override.reason'],
  'says why words were redacted, and stands for them': ['message.redaction_reason'],
  'the shop’s own record of person and parcel, which it replaces or empties by sending it again': [
    'customer.external_id', 'customer.name', 'customer.phone', 'customer.email', 'customer.address', 'customer.account_id', 'customer.tier', 'parcel.last_event_text', 'parcel.signer',
  ],
  'references and numbers that others gave, by which money and goods are proved': [
    'counter_offer.proof_ref', 'goods_leg.carrier', 'goods_leg.label_ref', 'goods_leg.out_carrier', 'goods_leg.out_waybill', 'goods_leg.waybill', 'leg_exchange.payment_ref', 'leg_unit.serial',
    'message.external_id', 'offer.decision_proof', 'offer_leg.inspection_ref', 'offer_leg.proof_ref', 'order_line.external_id', 'parcel.carrier', 'parcel.external_id', 'parcel.waybill',
    'payment_reference.reference', 'payout.entered_reference', 'payout.reference', 'payout_attempt.notification_id', 'recovery.ref', 'recovery_claim.external_ref', 'sales_order.external_id',
    'shop.external_id', 'statement_line.key', 'statement_line.reference', 'task.proof_ref', 'ticket.external_ref',
  ],
  'what a provider answered, without who the customer is': ['payout_attempt.answer', 'payout_attempt.outcome', 'payout.failure'],
  'codes of our vocabulary': [
    'agent_profile.kinds', 'agent_profile.languages', 'agent_profile.severities', 'api_key.scopes', 'approval_decision.holder', 'approval_request.asked_roles',
    'assignment_wait.language', 'attachment.created_by_kind', 'attachment.kind', 'attachment.media_type', 'authority_total.period', 'budget.reason_family', 'clock.kind',
    'counter_offer.wish', 'escalation.rule', 'escalation_level.rule', 'external_deadline.kind', 'external_deadline.pack_row', 'finding.disputed_by', 'finding.fault',
    'finding.shares', 'finding.verified_reason_code', 'message.channel', 'notification.rule', 'offer.declined_rights', 'offer.refusal_reason', 'offer_authority.checked',
    'offer_authority.holder', 'offer_leg.cancel_reason', 'offer_leg.pack_row', 'offer_leg.proof_kind', 'offer_leg.type', 'parcel.status', 'promise.channel',
    'sales_order.status', 'statement.wish', 'ticket.channel', 'ticket.current_step', 'ticket.hold_reason', 'ticket.stated_reason_code', 'ticket.tags',
    'ticket.verified_reason_code', 'ticket_count.kind', 'ticket_count.status', 'ticket_count.step',
  ],
  'written by the code alone; what was planted for the redactions is looked for here as well': [
    'api_key.secret_sha256', 'approval_request.chain', 'approval_request.digest', 'approval_request.exceeded', 'attachment.sha256', 'attachment.storage_key',
    'bank_statement.content_sha256', 'clock.pause', 'clock.pause_used', 'clock.subject', 'clock.terms', 'clock_entry.data', 'event.cause', 'event.changes', 'event.data',
    'event.once_key', 'event.request_id', 'event.subject_type', 'event.type', 'finding.proposal', 'idempotency.key', 'idempotency.operation', 'idempotency.request_sha256',
    'idempotency.result', 'ledger_movement.cause', 'message.signals', 'migration.name', 'offer_authority.counted', 'offer_authority.digest', 'offer_authority.exceeded',
    'payout.key', 'ticket.next_due_clock', 'ticket.number', 'ticket.steps',
  ],
  'names, goods, people and rules of the merchant’s own': [
    'api_key.name', 'authority_policy.body', 'authority_policy.name', 'bank_statement.name', 'calendar.name', 'calendar_version.body', 'duty_roster.body',
    'escalation_rules.body', 'escalation_rules.name', 'external_deadline.consequence', 'holiday_year.body', 'holiday_year.holiday_set', 'leg_exchange.sku',
    'leg_exchange.title', 'member.email', 'member.name', 'member.subject', 'merchant.name', 'order_line.sku', 'order_line.title', 'payout_route.settings', 'policy_pack.body',
    'policy_pack.pack_id', 'policy_pack.version', 'process_definition.body', 'process_definition.name', 'reason.code', 'reason.default_fault', 'reason.evidence_wanted',
    'reason.family', 'reason.label_en', 'reason.label_zh', 'reason.parent_code', 'rule_table.body', 'shop.name', 'shop.platform', 'shop.settings', 'shop.time_zone',
    'shop_packs.body', 'sla_policy.body', 'sla_policy.name', 'team.name',
  ],
};
