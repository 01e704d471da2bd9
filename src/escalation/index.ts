export { DEFAULT_RULES } from './domain/default-rules.js';
export { EscalationModule } from './escalation.module.js';
