import { Inject, Injectable } from '@nestjs/common';
import type { Input } from '@heling/platform/contract/route';
import { LONE_ROLES, SEPARATED_ROLES } from '@heling/platform/contract/roles';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { Account, setAccountRoles } from '../contract/accounts';
import { holds, keptApart, prefixOf, type ScopeLine } from '../domain/grants';
import { lockAccount, readAccount, toAccount } from './account-rows';
import { audit } from './audit';
import { IdentityCache } from './identity-cache';
import { problems } from './problems';

interface Line {
  division?: string | null;
  org?: number | null;
  unit?: string | null;
}

/** Roles and scopes (角色与范围): granted by another person, never beyond the granter's own scope. */
@Injectable()
export class Grants {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
  ) {}

  async set(ctx: RequestContext, id: number, body: Input<typeof setAccountRoles>['body']): Promise<Account> {
    if (id === ctx.accountId) throw problems.ownRoles();
    const roles = [...new Set(body.roles)].sort();
    if (!keptApart(roles, SEPARATED_ROLES)) throw problems.separated();
    if (roles.length > 1 && roles.some((role) => LONE_ROLES.includes(role))) throw problems.lone();
    if (roles.includes('family')) throw invalid('roles', '“老人及家属”由授权产生，不能授予工作人员。');
    return this.db.run(ctx, async (tx) => {
      const now = this.clock.now();
      const before = await lockAccount(tx, id, { version: body.version, vault: this.vault, now });
      if (before.status === 'left') throw problems.accountLeft();
      if (before.kind === 'family') throw invalid('id', '家属账号不能授予工作人员角色。');
      const scopes = body.scopes.map((line) =>
        line.division ? { division: prefixOf(line.division) } : line,
      );
      // Neither what is given nor what is taken away may lie beyond the granter's own scope.
      await this.checkHeld(tx, ctx, [...scopes, ...before.scopes]);
      await tx.sql('DELETE FROM account_roles WHERE account_id = $1', [id]);
      await tx.sql('INSERT INTO account_roles SELECT $1, unnest($2::text[])', [id, roles]);
      await tx.sql('DELETE FROM account_scopes WHERE account_id = $1', [id]);
      await tx.sql(
        `INSERT INTO account_scopes (account_id, division, org, unit)
         SELECT DISTINCT $1::bigint, s.division, s.org, s.unit
         FROM jsonb_to_recordset($2::jsonb) AS s(division text, org bigint, unit text)`,
        [id, JSON.stringify(scopes)],
      );
      await tx.sql('UPDATE accounts SET version = version + 1 WHERE id = $1', [id]);
      await audit(tx, ctx, this.clock, {
        action: 'access.setRoles',
        subject: 'account',
        subjectId: id,
        division: before.division,
        before: { roles: before.roles, scopes: before.scopes },
        after: { roles, scopes },
      });
      tx.afterCommit(() => this.cache.forget(id));
      return toAccount(this.vault, await readAccount(tx, id), now);
    });
  }

  /** @throws Problem `access.beyond_scope` when one of the lines lies beyond the caller's own scope. */
  async checkHeld(tx: Tx, ctx: RequestContext, lines: readonly Line[]): Promise<void> {
    const known = await linesOf(tx, lines);
    if (!known.every((line) => holds(ctx.scope, line))) throw problems.beyondScope();
  }
}

/** The lines with what is needed to judge them: an organisation's division, a management unit's streets. */
async function linesOf(tx: Tx, lines: readonly Line[]): Promise<ScopeLine[]> {
  const orgs = new Map(
    (
      await tx.sql<{ id: number; division: string }>(
        'SELECT id, division FROM orgs WHERE id = ANY ($1::bigint[])',
        [lines.flatMap((line) => line.org ?? [])],
      )
    ).map((row) => [row.id, row.division]),
  );
  const units = new Map(
    (
      await tx.sql<{ unit: string; streets: string[] }>(
        `SELECT unit, array_agg(street) AS streets FROM management_unit_streets WHERE unit = ANY ($1::text[])
         GROUP BY unit`,
        [lines.flatMap((line) => line.unit ?? [])],
      )
    ).map((row) => [row.unit, row.streets]),
  );
  return lines.map((line) => {
    if (line.division) return { kind: 'division', division: line.division };
    if (line.org) {
      const division = orgs.get(line.org);
      if (!division) throw invalid('scopes', '没有找到所选的机构，请重新选择。');
      return { kind: 'org', org: line.org, division };
    }
    const streets = units.get(line.unit ?? '');
    if (!streets) throw invalid('scopes', '没有找到所选的管理单元，请重新选择。');
    return { kind: 'unit', unit: line.unit!, streets };
  });
}
