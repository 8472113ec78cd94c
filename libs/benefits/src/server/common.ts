import { audit } from '@heling/access/server/audit';
import { openPii, shownName, type PersonPii } from '@heling/people/server/records';
import type { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import type { Vault } from '@heling/platform/server/vault';
import { problems } from './problems';

/** Columns of a person `p` that lists need, with the name of the division of the row `x`. */
export const WHOM = `p.pii AS person_pii, p.key_salt AS person_salt,
  coalesce((SELECT d.name FROM divisions d WHERE d.code = x.division), x.division) AS division_name`;
export interface WhomRow {
  person_id: number;
  person_pii: Buffer;
  person_salt: Buffer | null;
  division_name: string;
}

export function piiOf(vault: Vault, row: WhomRow): PersonPii {
  return openPii(vault, { id: row.person_id, pii: row.person_pii, key_salt: row.person_salt });
}

/** The person as a list shows them, masked. */
export function toWhom(vault: Vault, row: WhomRow): { personId: number; name: string; division: string } {
  return {
    personId: row.person_id,
    name: shownName({ key_salt: row.person_salt }, piiOf(vault, row)),
    division: row.division_name,
  };
}

/** `2026-03` of a month kept as the date of its first day. */
export const monthOfDate = (date: string): string => date.slice(0, 7);
export const dateOfMonth = (month: string): string => `${month}-01`;

/** The audit row of a change; ids, codes and versions only. */
export async function note(
  tx: Tx,
  ctx: RequestContext,
  clock: Clock,
  verb: string,
  subject: string,
  row: { id: number; division: string; person_id?: number | null },
  after: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, ctx, clock, {
    action: `benefits.${verb}`,
    subject,
    subjectId: row.id,
    personId: row.person_id ?? null,
    division: row.division,
    after,
  });
}

/**
 * The person within the caller's scope. A family needs to be the senior, or the consent to see the profile.
 * @throws 404 outside the scope, 403 `benefits.consent`.
 */
export async function personFor(
  tx: Tx,
  ctx: RequestContext,
  personId: number,
  now: Date,
): Promise<{ id: number; division: string; status: string; birth: string }> {
  const person = await tx.one<{ id: number; division: string; status: string; birth: string }>(
    'SELECT id, division, status, birth FROM persons WHERE id = $1',
    [personId],
  );
  if (!person) throw notFound('没有找到这位老人，或您无权查看。');
  if (isFamily(ctx) && !(await mayFollow(tx, ctx, personId, now))) throw problems.consent();
  return person;
}

export const isFamily = (ctx: RequestContext): boolean =>
  ctx.roles.includes('family') && ctx.scope.d.length === 0;

async function mayFollow(tx: Tx, ctx: RequestContext, personId: number, now: Date): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 FROM accounts a WHERE a.id = $1 AND a.person_id = $2
     UNION ALL SELECT 1 FROM consents c WHERE c.account_id = $1 AND c.person_id = $2 AND c.withdrawn_at IS NULL
       AND c.expires_at > $3 AND 'profile' = ANY (c.covers)`,
    [ctx.accountId, personId, now],
  );
  return row !== undefined;
}
