import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AUTHENTICATOR } from '../platform/auth.js';
import { CONFIG } from '../platform/config.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { AccessListeners } from './access-listeners.js';
import { AccessGuard } from './auth/access.guard.js';
import { ActorDirectory } from './auth/actor-directory.js';
import { DoorCheck } from './auth/door-check.js';
import { RequestAuthenticator } from './auth/request-authenticator.js';
import { TOKEN_SETTINGS, tokenSettingsOf } from './auth/token-settings.js';
import { TokenVerifier } from './auth/token-verifier.js';
import { ChangeRole } from './commands/change-role.js';
import { CreateApiKey } from './commands/create-api-key.js';
import { CreateMember } from './commands/create-member.js';
import { RevokeApiKey } from './commands/revoke-api-key.js';
import { SetMemberAccess } from './commands/set-member-access.js';
import { ApiKeyResolver } from './graphql/api-key.resolver.js';
import { IdentityLoaders } from './graphql/identity.loader.js';
import { MeResolver } from './graphql/me.resolver.js';
import { MemberResolver } from './graphql/member.resolver.js';
import { MemberEntity } from './member.entity.js';
import { MembershipEntity } from './membership.entity.js';

export const IDENTITY_ENTITIES = [MemberEntity, MembershipEntity, ApiKeyEntity] as const;

/** Who asks, and what they may do. Global, because the edge asks it about every request. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: TOKEN_SETTINGS, useFactory: tokenSettingsOf, inject: [CONFIG] },
    TokenVerifier, ActorDirectory, DoorCheck, AccessListeners,
    { provide: AUTHENTICATOR, useClass: RequestAuthenticator },
    { provide: APP_GUARD, useClass: AccessGuard },
    CreateMember, SetMemberAccess, ChangeRole, CreateApiKey, RevokeApiKey,
    IdentityLoaders, MeResolver, MemberResolver, ApiKeyResolver,
  ],
  exports: [AUTHENTICATOR, ActorDirectory, IdentityLoaders, AccessListeners],
})
export class IdentityModule {}
