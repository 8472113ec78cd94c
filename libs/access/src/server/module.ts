import { Global, Module } from '@nestjs/common';
import { Authenticator } from '@heling/platform/server/authenticator';
import { SessionAuthenticator } from './authenticator';
import { IdentityCache } from './identity-cache';

/** Accounts, sessions, roles and scopes, consent, tokens and the audit. */
@Global()
@Module({
  providers: [IdentityCache, { provide: Authenticator, useClass: SessionAuthenticator }],
  exports: [Authenticator, IdentityCache],
})
export class AccessModule {}
