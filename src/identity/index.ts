export {
  authorize, authorizeAt, authorizeEverywhere, can, PERMISSIONS, SCOPES, shopsFor, type Permission, type Place, type Scope,
} from './domain/permissions.js';
export { AccessListeners } from './access-listeners.js';
export { ActorDirectory } from './auth/actor-directory.js';
export { IDENTITY_ENTITIES, IdentityModule } from './identity.module.js';
export { IdentityLoaders } from './graphql/identity.loader.js';
export { MemberRoleEnum } from './graphql/identity.enum.js';
export { Me } from './graphql/me.type.js';
export { Member } from './graphql/member.type.js';
export { newApiKey } from './auth/api-key-secret.js';
export { secretBytes, tokenSecretFile, tokenSecretOf, type TokenSettings } from './auth/token-settings.js';
export { ChangeRole, type MemberRole } from './commands/change-role.js';
export { CreateMember } from './commands/create-member.js';
export { JOINED_MEMBER } from './queries/people.query.js';
