import { Inject, Injectable } from '@nestjs/common';
import { ROLE_NAMES } from '@heling/platform/contract/roles';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { Me } from '../contract/session';
import { COVERS, type Cover } from '../contract/shared';
import { ACCOUNT_FROM } from './account-rows';
import { rolesAndScope } from './identity';

interface AccountRow {
  kind: Me['kind'];
  login: string | null;
  pii: Buffer;
  division: string;
  division_name: string | null;
  org: number | null;
  org_name: string | null;
  carer_id: number | null;
  person_id: number | null;
}
interface PersonRow {
  id: number;
  pii: Buffer;
  key_salt: Buffer | null;
  relation: string;
  covers: Cover[];
}

/** What an account is told of itself. */
@Injectable()
export class MeService {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** `tx` must see the account and the persons who consented: it runs under the city's scope. */
  async of(tx: Tx, accountId: number): Promise<Me> {
    const now = this.clock.now();
    const row = await tx.one<AccountRow>(
      `SELECT a.kind, a.login, a.pii, a.division, d.name AS division_name, a.org, o.name AS org_name, a.carer_id,
         a.person_id
       FROM ${ACCOUNT_FROM} LEFT JOIN orgs o ON o.id = a.org WHERE a.id = $1`,
      [accountId],
    );
    const stands = await rolesAndScope(tx, accountId, now);
    if (!row || !stands) throw notFound();
    const { roles, scope } = stands;
    return {
      accountId,
      kind: row.kind,
      name: this.vault.open<{ name: string }>(row.pii).name,
      login: row.login,
      roles,
      roleNames: roles.map((role) => ROLE_NAMES[role]),
      division: row.division,
      divisionName: row.division_name,
      org: row.org,
      orgName: row.org_name,
      carerId: row.carer_id,
      personId: row.person_id,
      persons: await this.persons(tx, accountId, row.person_id, now),
      scope: { divisions: scope.d, orgs: scope.o },
      demo: process.env.HELING_DEMO === '1',
    };
  }

  private async persons(tx: Tx, accountId: number, own: number | null, now: Date): Promise<Me['persons']> {
    const rows = await tx.sql<PersonRow>(
      `SELECT p.id, p.pii, p.key_salt, w.relation, w.covers
       FROM (SELECT c.person_id, c.relation, c.covers FROM consents c WHERE c.account_id = $1
               AND c.withdrawn_at IS NULL AND c.expires_at > $3 AND c.person_id IS DISTINCT FROM $2::bigint
             UNION ALL SELECT $2::bigint, '', '{}' WHERE $2::bigint IS NOT NULL) w
         JOIN persons p ON p.id = w.person_id ORDER BY (p.id IS DISTINCT FROM $2::bigint), p.id`,
      [accountId, own, now],
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.key_salt
        ? this.vault.openPerson<{ name: string }>(row.id, row.key_salt, row.pii).name
        : '已删除',
      relation: row.id === own ? '本人' : row.relation,
      covers: row.id === own ? [...COVERS] : row.covers,
    }));
  }
}
