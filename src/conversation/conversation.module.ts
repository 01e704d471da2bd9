import { join } from 'node:path';
import { Module, type OnModuleInit } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import { secretFile } from '../platform/database/embedded.js';
import { DueHandlers, TicketsModule } from '../tickets/index.js';
import { CreateUpload } from './commands/attachments/create-upload.js';
import { RecordAttachment } from './commands/attachments/record-attachment.js';
import { AddNote } from './commands/messages/add-note.js';
import { PostAutomaticMessage } from './commands/messages/post-automatic-message.js';
import { ReceiveMessage } from './commands/messages/receive-message.js';
import { RedactMessage } from './commands/messages/redact-message.js';
import { RedactTicketText } from './commands/messages/redact-ticket-text.js';
import { SendMessage } from './commands/messages/send-message.js';
import { breakPromise } from './commands/promises/break-promise.js';
import { KeepPromise } from './commands/promises/keep-promise.js';
import { MakePromise } from './commands/promises/make-promise.js';
import { RenegotiatePromise } from './commands/promises/renegotiate-promise.js';
import { confirmBySilence, ConfirmStatement } from './commands/statements/confirm-statement.js';
import { RecordStatement } from './commands/statements/record-statement.js';
import { FILE_LINKS, FileLinks } from './files/file-links.js';
import { FileRoutes } from './files/file-routes.js';
import { FILE_STORE } from './files/file-store.js';
import { FileSweep } from './files/file-sweep.js';
import { FileTransfer } from './files/file-transfer.js';
import { LocalFileStore } from './files/local-file-store.js';
import { AccountResolver } from './graphql/account.resolver.js';
import { AttachmentFieldResolver, MessageFieldResolver } from './graphql/conversation-field.resolver.js';
import { ConversationLoaders } from './graphql/conversation-loaders.js';
import { MessageResolver } from './graphql/message.resolver.js';
import {
  MessagePayloadResolver, PromisePayloadResolver, ReceiveMessagePayloadResolver, SendMessagePayloadResolver, StatementPayloadResolver,
} from './graphql/payload-field.resolver.js';
import { PromiseResolver } from './graphql/promise.resolver.js';
import { TicketConversationResolver } from './graphql/ticket-conversation.resolver.js';

const COMMANDS = [
  SendMessage, PostAutomaticMessage, ReceiveMessage, AddNote, RedactMessage, RedactTicketText, RecordStatement, ConfirmStatement, MakePromise, KeepPromise,
  RenegotiatePromise, CreateUpload, RecordAttachment,
];
const RESOLVERS = [
  MessageResolver, AccountResolver, PromiseResolver, TicketConversationResolver, MessageFieldResolver, AttachmentFieldResolver, MessagePayloadResolver,
  ReceiveMessagePayloadResolver, SendMessagePayloadResolver, StatementPayloadResolver, PromisePayloadResolver,
];

@Module({
  imports: [IdentityModule, TicketsModule],
  providers: [
    { provide: FILE_LINKS, useFactory: (config: Config) => new FileLinks(linkSecretOf(config)), inject: [CONFIG] },
    { provide: FILE_STORE, useFactory: (config: Config) => new LocalFileStore(config.filesDir), inject: [CONFIG] },
    FileTransfer, FileRoutes, FileSweep, ConversationLoaders, ...COMMANDS, ...RESOLVERS,
  ],
})
export class ConversationModule implements OnModuleInit {
  constructor(private readonly due: DueHandlers) {}

  onModuleInit(): void {
    this.due.register('PROMISE', async (session, clock) => void (await breakPromise(session, clock.subject)), { alone: false });
    this.due.register('RESTATEMENT', (session) => void confirmBySilence(session), { alone: false });
  }
}

/** Links are signed with a key derived from the token secret. Several API processes need the same AUTH_JWT_SECRET, also beside AUTH_JWKS_URL. */
function linkSecretOf(config: Config): string {
  return config.AUTH_JWT_SECRET ?? secretFile(join(config.dataDir, 'token-secret'));
}
