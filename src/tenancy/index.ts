export { CreateShop } from './commands/create-shop.js';
export { CreateTeam } from './commands/create-team.js';
export { DEFAULT_REASONS } from './domain/default-reasons.js';
export {
  EVIDENCE_KINDS, FREIGHT_PAYERS, REASON_FAMILIES, type EvidenceKind, type FreightPayer, type ReasonData, type ReasonFamily,
} from './domain/reason.js';
export { PLATFORMS, type Platform } from './domain/shop.js';
export { EvidenceKindEnum, FaultEnum, ReasonFamilyEnum, TicketKindEnum } from './graphql/reason.enum.js';
export { TenancyLoaders } from './graphql/tenancy.loader.js';
export { Merchant, Reason, Shop, Team } from './graphql/tenancy.type.js';
export { TENANCY_ENTITIES, TenancyModule } from './tenancy.module.js';
export {
  findReason, findShop, findShops, findTeams, requireShop, type Reason as ReasonRow, type Shop as ShopRow, type Team as TeamRow,
} from './tenancy.repository.js';
export { createMerchant, type NewMerchant } from './commands/create-merchant.js';
