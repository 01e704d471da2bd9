export {
  authorize, authorizeAt, authorizeEverywhere, can, PERMISSIONS, SCOPES, shopsFor, type Permission, type Place, type Scope,
} from './domain/permissions.js';
export { ActorDirectory } from './auth/actor-directory.js';
export { IDENTITY_ENTITIES, IdentityModule } from './identity.module.js';
export { IdentityLoaders } from './graphql/identity.loader.js';
export { Member } from './graphql/member.type.js';
