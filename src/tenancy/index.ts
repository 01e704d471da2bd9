export { EvidenceKindEnum, FaultEnum, ReasonFamilyEnum, TicketKindEnum } from './graphql/reason.enum.js';
