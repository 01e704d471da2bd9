export { CompensationGate } from './compensation-gate.js';
export { CompensationModule } from './compensation.module.js';
export { DUTY_DESK, type DutyDesk, type LeaderOnDuty, type StandIn } from './approvals/duty-desk.js';
export { DEFAULT_AUTHORITY } from './domain/default-authority.js';
