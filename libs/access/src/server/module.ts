import { Global, Module } from '@nestjs/common';
import { FamilyDirectory } from '@heling/notify/server/family-directory';
import { Authenticator } from '@heling/platform/server/authenticator';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { AuditController } from './audit.controller';
import { AuditService } from './audit.service';
import { Attempts } from './attempts';
import { SessionAuthenticator } from './authenticator';
import { CodeSignInService } from './code-sign-in.service';
import { FamilyAccounts } from './family-accounts';
import { ConsentDirectory } from './family-directory';
import { ConsentsController } from './consents.controller';
import { ConsentsService } from './consents.service';
import { FirstAccounts } from './first-accounts';
import { Grants } from './grants.service';
import { HeadFile } from './head-file';
import { AccessHousekeeping } from './housekeeping';
import { IdentityCache } from './identity-cache';
import { IdentityNews } from './identity-news';
import { MeService } from './me.service';
import { Sealer } from './sealer';
import { SessionController } from './session.controller';
import { SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';
import { Tickets } from './tickets';
import { TokensController } from './tokens.controller';
import { TokensService } from './tokens.service';

/** Accounts, sessions, roles and scopes, consent, tokens and the audit. */
@Global()
@Module({
  controllers: [SessionController, AccountsController, ConsentsController, TokensController, AuditController],
  providers: [
    IdentityNews,
    IdentityCache,
    { provide: Authenticator, useClass: SessionAuthenticator },
    { provide: FamilyDirectory, useClass: ConsentDirectory },
    Attempts,
    Tickets,
    SessionsService,
    MeService,
    SignInService,
    CodeSignInService,
    Grants,
    AccountsService,
    ConsentsService,
    TokensService,
    FamilyAccounts,
    FirstAccounts,
    HeadFile,
    Sealer,
    AuditService,
    AccessHousekeeping,
  ],
  exports: [Authenticator, FamilyAccounts, FamilyDirectory, IdentityCache],
})
export class AccessModule {}

/** For the worker. */
export const accessSweeps = [Sealer, AccessHousekeeping];
