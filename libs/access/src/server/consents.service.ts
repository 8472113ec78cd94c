import { Inject, Injectable } from '@nestjs/common';
import { Messages } from '@heling/notify/server/messages';
import type { Input, Output } from '@heling/platform/contract/route';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { Consent, grantConsent, listConsents } from '../contract/consents';
import type { Cover } from '../contract/shared';
import { familyNameOnly, maskPhone } from '@heling/platform/domain/mask';
import { audit } from './audit';
import { IdentityCache } from './identity-cache';
import { problems } from './problems';

interface Row {
  id: number;
  person_id: number;
  division: string;
  account_id: number;
  pii: Buffer;
  relation: string;
  covers: Cover[];
  basis: Consent['basis'];
  granted_at: Date;
  expires_at: Date;
  withdrawn_at: Date | null;
  version: number;
}
interface Person {
  id: number;
  division: string;
  status: string;
  /** The caller is the senior themselves. */
  self: boolean;
}

const COLUMNS = `c.id, c.person_id, c.division, c.account_id, a.pii, c.relation, c.covers, c.basis, c.granted_at,
  c.expires_at, c.withdrawn_at, c.version`;
const LONGEST_DAYS = 3 * 366;

/**
 * Consents (授权同意) of a senior: to whom, for what, until when. Who may act is decided within the caller's scope;
 * the work itself needs the city's, for a family's account may stand in another county.
 */
@Injectable()
export class ConsentsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Messages) private readonly messages: Messages,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
  ) {}

  async list(ctx: RequestContext, personId: number): Promise<Output<typeof listConsents>> {
    const person = await this.person(ctx, personId);
    const all = person.self || isOffice(ctx);
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<Row>(
        `SELECT ${COLUMNS} FROM consents c JOIN accounts a ON a.id = c.account_id
         WHERE c.person_id = $1 AND ($2 OR c.account_id = $3)
         ORDER BY (c.withdrawn_at IS NOT NULL), c.id DESC LIMIT 100`,
        [personId, all, ctx.accountId],
      ),
    );
    return {
      items: rows.map((row) => this.toConsent(ctx, row)),
      mayGrant: all && person.status === 'active',
    };
  }

  async grant(
    ctx: RequestContext,
    personId: number,
    body: Input<typeof grantConsent>['body'],
  ): Promise<Consent> {
    const person = await this.person(ctx, personId);
    const office = !person.self && isOffice(ctx);
    if (!person.self && !office) throw problems.notGrantable();
    if (office && !body.paper) throw problems.paperNeeded();
    if (person.status !== 'active') throw invalid('id', '这位老人的档案已停用，不能新增授权。');
    const now = this.clock.now();
    const expiresOn = lastDay(businessDay(now), body.expiresOn);
    const covers = [...new Set(body.covers)].sort();
    return this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      const accountId = await this.familyAccount(tx, person, body.name, body.phone, now);
      await tx.sql(
        `UPDATE consents SET withdrawn_at = $3, version = version + 1
         WHERE person_id = $1 AND account_id = $2 AND withdrawn_at IS NULL`,
        [personId, accountId, now],
      );
      const basis = office ? 'paper' : 'invitation';
      const made = await tx.one<{ id: number }>(
        `INSERT INTO consents (person_id, division, account_id, relation, covers, basis, granted_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [
          personId,
          person.division,
          accountId,
          body.relation,
          covers,
          basis,
          now,
          atLocal(addDays(expiresOn, 1), '00:00'),
        ],
      );
      await this.changed(tx, ctx, person, 'grantConsent', made!.id, accountId, undefined, {
        ...{ accountId, covers, basis, expiresOn, paper: body.paper },
      });
      await this.invite(tx, person, accountId, body.phone, made!.id);
      return this.toConsent(ctx, await rowOf(tx, made!.id));
    });
  }

  /** Effective at once: the family's scope and open screens are looked at again. */
  async withdraw(
    ctx: RequestContext,
    id: number,
    version: number,
    reason: string | undefined,
  ): Promise<Consent> {
    const seen = await this.db.run({ scope: ctx.scope }, (tx) =>
      tx.one<{ person_id: number; account_id: number }>(
        'SELECT person_id, account_id FROM consents WHERE id = $1',
        [id],
      ),
    );
    if (!seen) throw notFound();
    const person = await this.person(ctx, seen.person_id);
    if (!person.self && !isOffice(ctx) && seen.account_id !== ctx.accountId) throw notFound();
    return this.db.run(systemContext(), async (tx) => {
      await tx.sql('SELECT 1 FROM consents WHERE id = $1 FOR UPDATE', [id]);
      const row = await rowOf(tx, id);
      if (row.withdrawn_at) throw problems.consentOver();
      if (row.version !== version) throw stale(this.toConsent(ctx, row));
      await tx.sql('UPDATE consents SET withdrawn_at = $2, version = version + 1 WHERE id = $1', [
        id,
        this.clock.now(),
      ]);
      await this.changed(tx, ctx, person, 'withdrawConsent', id, row.account_id, reason, {
        accountId: row.account_id,
      });
      return this.toConsent(ctx, await rowOf(tx, id));
    });
  }

  /** The senior, as far as the caller may know of them. */
  private async person(ctx: RequestContext, personId: number): Promise<Person> {
    const [row, own] = await Promise.all([
      this.db.run({ scope: ctx.scope }, (tx) =>
        tx.one<Omit<Person, 'self'>>('SELECT id, division, status FROM persons WHERE id = $1', [personId]),
      ),
      this.db.run(systemContext(), (tx) =>
        tx.one('SELECT 1 FROM accounts WHERE id = $1 AND person_id = $2', [ctx.accountId, personId]),
      ),
    ]);
    if (!row) throw notFound();
    return { ...row, self: own !== undefined };
  }

  /** The family account of a phone; made when there is none. */
  private async familyAccount(
    tx: Tx,
    person: Person,
    name: string,
    phone: string,
    now: Date,
  ): Promise<number> {
    const index = this.vault.blindIndex('phone', phone);
    await tx.sql(
      `INSERT INTO accounts (kind, phone_index, pii, division, created_at) VALUES ('family', $1, $2, $3, $4)
       ON CONFLICT (phone_index) WHERE kind = 'family' DO NOTHING`,
      [index, this.vault.seal({ name, phone }), person.division, now],
    );
    const account = await tx.one<{ id: number; status: string; person_id: number | null }>(
      // Locked, so that two grants at one moment come one after the other.
      `SELECT id, status, person_id FROM accounts WHERE phone_index = $1 AND kind = 'family' FOR UPDATE`,
      [index],
    );
    if (account!.status !== 'active') throw problems.accountLeft();
    if (account!.person_id === person.id)
      throw invalid('phone', '这是老人本人的手机号，请填写家属的手机号。');
    return account!.id;
  }

  private async invite(tx: Tx, person: Person, accountId: number, phone: string, id: number): Promise<void> {
    const row = await tx.one<{ pii: Buffer; key_salt: Buffer | null }>(
      'SELECT pii, key_salt FROM persons WHERE id = $1',
      [person.id],
    );
    if (!row?.key_salt) return;
    const { name } = this.vault.openPerson<{ name: string }>(person.id, row.key_salt, row.pii);
    await this.messages.write(tx, {
      phone,
      text: `${familyNameOnly(name)} 已授权您在鹤龄中照看其服务。请用本手机号登录查看；如非本人，请忽略。`,
      template: 'consentGranted',
      division: person.division,
      personId: person.id,
      accountId,
      cause: `consent:${id}`,
    });
  }

  private async changed(
    tx: Tx,
    ctx: RequestContext,
    person: Person,
    verb: string,
    id: number,
    accountId: number,
    purpose: string | undefined,
    after: unknown,
  ): Promise<void> {
    const { division } = person;
    await audit(tx, ctx, this.clock, {
      ...{ action: `access.${verb}`, subject: 'consent', subjectId: id, personId: person.id, division },
      ...{ purpose, after },
    });
    await emit(tx, {
      ...{ topic: 'consent.changed', key: `consent:${id}`, division, personId: person.id },
      payload: { consentId: id, accountId },
    });
    tx.afterCommit(() => this.cache.forget(accountId));
  }

  private toConsent(ctx: RequestContext, row: Row): Consent {
    const { name, phone } = this.vault.open<{ name: string; phone?: string }>(row.pii);
    const over = row.expires_at <= this.clock.now();
    return {
      id: row.id,
      personId: row.person_id,
      accountId: row.account_id,
      name,
      phone: phone ? maskPhone(phone) : null,
      relation: row.relation,
      covers: row.covers,
      basis: row.basis,
      state: row.withdrawn_at ? 'withdrawn' : over ? 'expired' : 'live',
      grantedAt: row.granted_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
      own: row.account_id === ctx.accountId,
      version: row.version,
    };
  }
}

function isOffice(ctx: RequestContext): boolean {
  return ctx.roles.some((role) => role !== 'family');
}

async function rowOf(tx: Tx, id: number): Promise<Row> {
  const row = await tx.one<Row>(
    `SELECT ${COLUMNS} FROM consents c JOIN accounts a ON a.id = c.account_id WHERE c.id = $1`,
    [id],
  );
  if (!row) throw notFound();
  return row;
}

/** The last day of a consent: a year from today unless told, at most three. */
function lastDay(today: string, wanted: string | undefined): string {
  if (wanted === undefined) return addDays(today, 365);
  if (wanted < today) throw invalid('expiresOn', '授权的最后一天不能早于今天。');
  if (wanted > addDays(today, LONGEST_DAYS)) throw invalid('expiresOn', '授权最长三年，请缩短期限。');
  return wanted;
}
