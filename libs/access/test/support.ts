import { Secret, TOTP } from 'otpauth';
import { hashPassword } from '@heling/access/server/passwords';
import type { Role } from '@heling/platform/contract/roles';
import type { TestApp } from '@heling/platform/testing/app';
import { TestClient, type RawAnswer } from '@heling/platform/testing/client';

export const PASSWORD = 'Hebi-2026-demo';
export const SECRET = new Secret({ size: 20 }).base32;
let made = 0;

/** A staff account with a password, as an invitation and a first sign-in would have left it. */
export async function addStaff(
  app: TestApp,
  extra: { totp?: boolean; status?: string; roles?: Role[]; divisions?: string[]; division?: string } = {},
): Promise<{ id: number; login: string }> {
  made += 1;
  const login = `staff${made}`;
  const division = extra.division ?? extra.divisions?.[0] ?? '410602';
  const row = await app.db.query<{ id: number }>(
    `INSERT INTO accounts (kind, login, pii, password_hash, totp_secret, totp_enrolled_at, status, division)
     VALUES ('staff', $1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [
      login,
      app.vault.seal({ name: '李明' }),
      await hashPassword(PASSWORD),
      extra.totp ? app.vault.seal(SECRET) : null,
      extra.totp ? new Date() : null,
      extra.status ?? 'active',
      division,
    ],
  );
  const id = Number(row.rows[0]!.id);
  for (const role of extra.roles ?? ['dispatcher']) {
    await app.db.query('INSERT INTO account_roles VALUES ($1, $2)', [id, role]);
  }
  for (const at of extra.divisions ?? [division]) {
    await app.db.query('INSERT INTO account_scopes (account_id, division) VALUES ($1, $2)', [id, at]);
  }
  return { id, login };
}

/** A family account by phone. */
export async function addFamily(
  app: TestApp,
  phone: string,
  personId: number | null = null,
): Promise<number> {
  const row = await app.db.query<{ id: number }>(
    `INSERT INTO accounts (kind, phone_index, pii, division, person_id) VALUES ('family', $1, $2, '410602001001', $3)
     RETURNING id`,
    [app.vault.blindIndex('phone', phone), app.vault.seal({ name: '王芳', phone }), personId],
  );
  return Number(row.rows[0]!.id);
}

/** A senior in a community. */
export async function addPerson(app: TestApp, id: number, division = '410602001001'): Promise<number> {
  const salt = Buffer.alloc(16, id);
  await app.db.query(
    `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, lng, lat)
     VALUES ($1, $2, $3, $4, 'test', 'female', '1940-01-01', 'alone', 114.1, 35.9)`,
    [id, division, app.vault.sealPerson(id, salt, { name: '王秀英', address: '鹤山区一号院' }), salt],
  );
  return id;
}

/** The six digits of the secret at a time that the applications see. */
export function digitsAt(iso: string, secret = SECRET): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: new Date(iso).getTime() });
}

/** The client of the session that an answer's cookie opened. */
export function clientOf(app: TestApp, answer: RawAnswer): TestClient {
  const token = /heling_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  if (!token) throw new Error('no session cookie');
  const { me } = answer.body as { me: { accountId: number } };
  return new TestClient(() => app.url, { accountId: me.accountId, token });
}
