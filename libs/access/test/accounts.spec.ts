import {
  approveRecovery,
  endAccountSessions,
  inviteAccount,
  leaveAccount,
  listAccounts,
  requestRecovery,
  resetPassword,
  setAccountRoles,
  unlockAccount,
} from '@heling/access/contract/accounts';
import { getMe, setFirstPassword, signIn } from '@heling/access/contract/session';
import { ROLES } from '@heling/platform/contract/roles';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { addStaff, clientOf, digitsAt, PASSWORD } from './support';

const T0 = '2026-03-10T01:00:00Z';
const at = (minutes: number) => new Date(new Date(T0).getTime() + minutes * 60_000).toISOString();
let app: TestApp;
let system: TestClient;
let security: TestClient;
const enter = (login: string, password = PASSWORD, totp?: string) =>
  app.nobody().send(signIn, { body: { login, password, totp } });
const invite = (login: string, extra: object = {}) =>
  system.call(inviteAccount, { body: { login, name: '赵敏', division: '410602', ...extra } });
const versionOf = async (id: number) =>
  (await app.db.query<{ version: number }>('SELECT version FROM accounts WHERE id = $1', [id])).rows[0]!
    .version;
const roles = async (client: TestClient, id: number, wanted: string[], scopes: object[]) =>
  client.refusal(setAccountRoles, {
    params: { id },
    body: { version: await versionOf(id), roles: wanted as never, scopes },
  });
const auditOf = async (id: number, action: string) =>
  (
    await app.db.query<{ account_id: number; purpose: string; before: object; after: object }>(
      `SELECT account_id::int, purpose, before, after FROM audit_log WHERE subject = 'account' AND subject_id = $1
         AND action = $2`,
      [id, action],
    )
  ).rows;

beforeAll(async () => {
  app = await startTestApp({ now: T0 });
  await app.db.query(`
    INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES ('410600', '鹤壁市', 'city', NULL, 114, 35),
      ('410602', '鹤山区', 'county', '410600', 114, 35), ('410611', '淇滨区', 'county', '410600', 114, 35),
      ('410602001', '中山街道', 'street', '410602', 114, 35), ('410611001', '金山街道', 'street', '410611', 114, 35);
    INSERT INTO management_units VALUES ('heshan', '鹤山', '410602'), ('mixed', '跨区', '410611');
    INSERT INTO management_unit_streets VALUES ('heshan', '410602001'), ('mixed', '410611001');
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'provider', '安康家政', '410602', 114, 35, '0'), (2, 'provider', '乐龄', '410611', 114, 35, '0')`);
  system = await app.as('systemAdmin');
  security = await app.as('securityAdmin');
});
afterAll(() => app.close());
beforeEach(() => app.setTime(T0));

describe('an account from invitation to leaving', () => {
  it('is invited without roles, granted them by another, chooses a password and works', async () => {
    const { account, initialPassword } = await invite('zhaomin', { phone: '13712345678' });
    expect(account).toMatchObject({
      status: 'invited',
      roles: [],
      phone: '137****5678',
      divisionName: '鹤山区',
    });
    expect(await roles(security, account.id, ['dispatcher'], [{ division: '410602' }])).toEqual([200, '']);
    const first = (await enter('zhaomin', initialPassword!)).body as { state: string; ticket: string };
    expect(first.state).toBe('newPassword');
    const answer = await app
      .nobody()
      .send(setFirstPassword, { body: { ticket: first.ticket, password: 'Eigenes-2026' } });
    const me = await clientOf(app, answer).call(getMe, {});
    expect(me).toMatchObject({ roleNames: ['调度员'], scope: { divisions: ['410602'], orgs: [] } });
    expect(await auditOf(account.id, 'access.setRoles')).toMatchObject([
      { account_id: security.accountId, before: { roles: [] }, after: { roles: ['dispatcher'] } },
    ]);
  });

  it('refuses a login that is taken, in any scope', async () => {
    await invite('taken');
    const county = await app.as('systemAdmin', { divisions: ['410611'] });
    const body = { login: 'taken', name: '甲', division: '410611' };
    expect(await county.refusal(inviteAccount, { body })).toEqual([409, 'access.login_taken']);
  });

  it('is out at once when it leaves: sessions end, sign-in is refused', async () => {
    const { login, id } = await addStaff(app);
    const client = clientOf(app, await enter(login));
    expect((await client.send(getMe, {})).status).toBe(200);
    await system.call(leaveAccount, { params: { id }, body: { version: 1, reason: '离职' } });
    expect((await client.send(getMe, {})).status).toBe(401);
    expect((await enter(login)).status).toBe(401);
    expect(await auditOf(id, 'access.leave')).toMatchObject([{ purpose: '离职' }]);
    const again = { params: { id }, body: { version: 2, reason: '再次' } };
    expect(await system.refusal(leaveAccount, again)).toEqual([409, 'access.left']);
  });

  it('gets a new initial password, and the old one with its sessions is over', async () => {
    const { login, id } = await addStaff(app);
    const client = clientOf(app, await enter(login));
    const { initialPassword } = await system.call(resetPassword, { params: { id }, body: { version: 1 } });
    expect((await client.send(getMe, {})).status).toBe(401);
    expect((await enter(login)).status).toBe(401);
    expect((await enter(login, initialPassword)).body).toMatchObject({ state: 'newPassword' });
  });

  it('holds the wall alone or not at all, for a wall stays signed in', async () => {
    const { id } = await addStaff(app);
    expect(await roles(security, id, ['wall', 'city'], [{ division: '410602' }])).toEqual([
      422,
      'access.lone',
    ]);
    expect(await roles(security, id, ['wall'], [{ division: '410602' }])).toEqual([200, '']);
    const { items } = await security.call(listAccounts, { query: { id, limit: 1 } });
    expect(items).toMatchObject([{ id, roles: ['wall'] }]);
  });

  it('is unlocked by the security administrator', async () => {
    const { login, id } = await addStaff(app);
    for (let i = 0; i < 5; i += 1) await enter(login, 'no');
    expect((await enter(login)).status).toBe(423);
    const unlocked = await security.call(unlockAccount, { params: { id }, body: { version: 1 } });
    expect(unlocked.lockedUntil).toBeNull();
    expect((await enter(login)).status).toBe(200);
  });

  it('has its sessions ended by an administrator with a reason', async () => {
    const { login, id } = await addStaff(app);
    const client = clientOf(app, await enter(login));
    await security.call(endAccountSessions, { params: { id }, body: { reason: '设备遗失' } });
    expect((await client.send(getMe, {})).status).toBe(401);
    expect(await auditOf(id, 'access.endSessions')).toMatchObject([
      { purpose: '设备遗失', after: { ended: 1 } },
    ]);
  });

  it('answers a stale edit with what the account is now', async () => {
    const { id } = await addStaff(app);
    await roles(security, id, ['street'], [{ division: '410602' }]);
    const answer = await security.send(setAccountRoles, {
      params: { id },
      body: { version: 1, roles: [], scopes: [] },
    });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'platform.stale',
      current: { id, roles: ['street'], version: 2 },
    });
  });
});

describe('three-way separation and grants', () => {
  it('holds none of the three together with another of them, in code and in the database', async () => {
    const { id } = await addStaff(app);
    for (const pair of [
      ['systemAdmin', 'securityAdmin'],
      ['systemAdmin', 'auditor'],
      ['auditor', 'securityAdmin'],
    ]) {
      expect(await roles(security, id, pair, [{ division: '410602' }])).toEqual([422, 'access.separated']);
    }
    expect(await roles(security, id, ['auditor', 'street'], [{ division: '410602' }])).toEqual([200, '']);
    await expect(app.db.query(`INSERT INTO account_roles VALUES ($1, 'systemAdmin')`, [id])).rejects.toThrow(
      'account_roles_kept_apart',
    );
  });

  it('lets no one grant to themselves', async () => {
    expect(await roles(security, security.accountId, ['city'], [])).toEqual([403, 'access.own_roles']);
  });

  it('lets no one grant, or take away, beyond their own scope', async () => {
    const county = await app.as('securityAdmin', { divisions: ['410602'] });
    const { id } = await addStaff(app, { divisions: ['410602'] });
    const beyond = [403, 'access.beyond_scope'];
    expect(await roles(county, id, ['county'], [{ division: '4106' }])).toEqual(beyond);
    expect(await roles(county, id, ['county'], [{ division: '410611' }])).toEqual(beyond);
    expect(await roles(county, id, ['providerManager'], [{ org: 2 }])).toEqual(beyond);
    expect(await roles(county, id, ['county'], [{ unit: 'mixed' }])).toEqual(beyond);
    expect(await roles(county, id, ['providerManager'], [{ org: 1 }])).toEqual([200, '']);
    expect(await roles(county, id, ['county'], [{ unit: 'heshan' }])).toEqual([200, '']);
    expect(await roles(security, id, ['city'], [{ division: '410600' }])).toEqual([200, '']);
    const { rows } = await app.db.query('SELECT division FROM account_scopes WHERE account_id = $1', [id]);
    expect(rows).toEqual([{ division: '4106' }]);
    expect(await roles(county, id, ['county'], [])).toEqual(beyond);
    expect(await roles(security, id, ['county'], [])).toEqual([200, '']);
    expect(await roles(county, id, ['county'], [{ unit: 'none' }])).toEqual([422, 'platform.invalid']);
    const wide = await addStaff(app, { division: '410602', divisions: ['4106'] });
    expect(await roles(county, wide.id, [], [])).toEqual(beyond);
  });

  it('sees no account outside the scope, and changes none', async () => {
    const { id } = await addStaff(app, { divisions: ['410611'] });
    const county = await app.as('systemAdmin', { divisions: ['410602'] });
    const list = await county.call(listAccounts, { query: { limit: 200 } });
    expect(list.items.map((item) => item.id)).not.toContain(id);
    expect(await county.refusal(resetPassword, { params: { id }, body: { version: 1 } })).toEqual([
      404,
      'platform.not_found',
    ]);
    const body = { login: 'beyond', name: '甲', division: '410611' };
    expect(await county.refusal(inviteAccount, { body })).toEqual([403, 'access.beyond_scope']);
    const wide = await addStaff(app, { division: '410602', divisions: ['4106'] });
    expect(await county.refusal(resetPassword, { params: { id: wide.id }, body: { version: 1 } })).toEqual([
      403,
      'access.beyond_scope',
    ]);
  });

  it('changes roles and scope of a session that is open, at once', async () => {
    const { login, id } = await addStaff(app);
    const client = clientOf(app, await enter(login));
    expect((await client.call(getMe, {})).roles).toEqual(['dispatcher']);
    expect(await client.refusal(listAccounts, { query: {} })).toEqual([403, 'access.role']);
    await roles(security, id, ['auditor'], [{ division: '410611' }]);
    expect(await client.call(getMe, {})).toMatchObject({
      roles: ['auditor'],
      scope: { divisions: ['410611'] },
    });
    expect(await client.refusal(listAccounts, { query: {} })).toEqual([200, '']);
  });

  it('gives staff no family role and families no staff role', async () => {
    const { id } = await addStaff(app);
    expect(await roles(security, id, ['family'], [])).toEqual([422, 'platform.invalid']);
    const family = await app.as('family');
    expect(await roles(security, family.accountId, ['city'], [{ division: '4106' }])).toEqual([
      422,
      'platform.invalid',
    ]);
    expect(ROLES).toHaveLength(17);
  });
});

describe('recovery of a lost second factor', () => {
  it('takes two people, neither of them the account’s', async () => {
    const { login, id } = await addStaff(app, { totp: true });
    const client = clientOf(app, await enter(login, PASSWORD, digitsAt(T0)));
    const asked = await system.call(requestRecovery, { params: { id }, body: { reason: '手机丢失' } });
    const body = { recoveryId: asked.recovery!.id };
    expect(asked.recovery).toMatchObject({ requestedBy: system.accountId, reason: '手机丢失' });
    expect(await system.refusal(requestRecovery, { params: { id }, body: { reason: '再次' } })).toEqual([
      409,
      'access.recovery_open',
    ]);
    expect(await system.refusal(approveRecovery, { params: { id }, body })).toEqual([403, 'access.role']);
    // Whoever asked and has since become the other administrator still is the same person.
    await app.db.query(`UPDATE account_roles SET role = 'securityAdmin' WHERE account_id = $1`, [
      system.accountId,
    ]);
    app.setTime(at(1));
    expect(await system.refusal(approveRecovery, { params: { id }, body })).toEqual([
      403,
      'access.second_person',
    ]);
    await app.db.query(`UPDATE account_roles SET role = 'systemAdmin' WHERE account_id = $1`, [
      system.accountId,
    ]);
    const done = await security.call(approveRecovery, { params: { id }, body });
    expect(done).toMatchObject({ secondFactor: false, recovery: null });
    expect((await client.send(getMe, {})).status).toBe(401);
    expect(await security.refusal(approveRecovery, { params: { id }, body })).toEqual([
      409,
      'access.no_recovery',
    ]);
    expect(await auditOf(id, 'access.approveRecovery')).toMatchObject([{ account_id: security.accountId }]);
    await expect(
      app.db.query('UPDATE factor_recoveries SET approved_by = requested_by WHERE account_id = $1', [id]),
    ).rejects.toThrow('factor_recoveries');
  });
});

describe('the list of accounts', () => {
  it('is filtered and paged, and shows nobody’s phone in the clear', async () => {
    const auditor = await app.as('auditor');
    const first = await auditor.call(listAccounts, { query: { limit: 2, kind: 'staff' } });
    expect(first.items).toHaveLength(2);
    const next = await auditor.call(listAccounts, {
      query: { limit: 2, kind: 'staff', cursor: first.next! },
    });
    expect(next.items[0]!.id).toBeGreaterThan(first.items[1]!.id);
    const found = await auditor.call(listAccounts, {
      query: { login: 'ZHAO', role: 'dispatcher', division: '410602' },
    });
    expect(found.items.map((item) => item.login)).toEqual(['zhaomin']);
    expect(JSON.stringify(found)).not.toContain('13712345678');
    expect((await auditor.send(listAccounts, { query: { cursor: 'xx' } })).status).toBe(422);
  });
});
