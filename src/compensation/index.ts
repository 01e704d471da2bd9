export { CompensationGate } from './compensation-gate.js';
export { CompensationModule } from './compensation.module.js';
export { DEFAULT_AUTHORITY } from './domain/default-authority.js';
