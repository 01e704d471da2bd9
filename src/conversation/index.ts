export { breakPromise } from './commands/promises/break-promise.js';
export { confirmBySilence } from './commands/statements/confirm-statement.js';
export { postMessage, type Outgoing, type Posted } from './commands/messages/post-message.js';
export { alertsIn } from './domain/alerts.js';
export type { Declared } from './domain/declared.js';
export { ConversationModule } from './conversation.module.js';
