import { PLATFORMS } from '../../tenancy/domain/shop.js';
import { CHANNELS, COMPLAINT_TYPES, LOGISTICS_SUBTYPES, PRIORITIES, REQUEST_TYPES } from './ticket.js';

/** What the conditions of a policy may name. */
export const POLICY_WORDS = {
  platforms: new Set<string>(PLATFORMS),
  subtypes: new Set<string>([...LOGISTICS_SUBTYPES, ...COMPLAINT_TYPES, ...REQUEST_TYPES]),
  priorities: new Set<string>(PRIORITIES),
  channels: new Set<string>(CHANNELS),
};
