import { idArg, optionalIdArg } from '../../platform/graphql/id-arg.js';
import type { KindRequest } from '../domain/kind-data.js';
import type { ComplaintInput, DisputedLineInput, OpenTicketInput } from './ticket.input.js';

// What says of which kind a ticket is, as the inputs that open one and change its kind both hold it.

export function kindDataOf(input: Pick<OpenTicketInput, 'kind' | 'statedReasonCode' | 'returnExchange' | 'logistics' | 'complaint'>): KindRequest {
  const { kind, statedReasonCode, returnExchange, logistics, complaint } = input;
  return {
    kind, statedReasonCode: statedReasonCode ?? null,
    returnExchange: returnExchange ? { ...returnExchange } : null,
    logistics: logistics ? { ...logistics, neededBy: logistics.neededBy ?? null } : null,
    complaint: complaint ? complaintOf(complaint) : null,
  };
}

function complaintOf(complaint: ComplaintInput): NonNullable<KindRequest['complaint']> {
  return {
    type: complaint.type, origin: complaint.origin, demand: complaint.demand,
    respondentId: optionalIdArg('Member', complaint.respondentId, 'complaint.respondentId'),
    respondentDepartment: complaint.respondentDepartment ?? null, caseNumber: complaint.caseNumber ?? null, caseDueAt: complaint.caseDueAt ?? null,
  };
}

export function linesOf(lines: readonly DisputedLineInput[]): { id: string; quantity: number }[] {
  return lines.map(({ orderLineId, quantity }, at) => ({ id: idArg('OrderLine', orderLineId, `lines.${at}.orderLineId`), quantity }));
}

export function parcelIdsOf(ids: readonly string[]): string[] {
  return ids.map((id, at) => idArg('Parcel', id, `parcelIds.${at}`));
}
