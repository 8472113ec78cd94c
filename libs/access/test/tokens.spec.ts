import { inviteAccount, setAccountRoles } from '@heling/access/contract/accounts';
import { listConsents } from '@heling/access/contract/consents';
import { createToken, listTokens, revokeToken } from '@heling/access/contract/tokens';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { addPerson, addStaff } from './support';

const T0 = '2026-03-10T01:00:00Z';
let app: TestApp;
const withToken = async (token: string, path: string) => {
  const answer = await app.nobody().raw(path, { headers: { authorization: `Bearer ${token}` } });
  return [answer.status, (answer.body as { code?: string }).code ?? ''];
};

describe('API tokens of other systems', () => {
  beforeAll(async () => {
    app = await startTestApp({ now: T0 });
  });
  afterAll(() => app.close());

  it('call only their endpoints, within their account’s roles and scope, until revoked', async () => {
    const system = await app.as('systemAdmin');
    const security = await app.as('securityAdmin');
    const inside = await addPerson(app, 1);
    const outside = await addPerson(app, 2, '410611001001');
    const { account, initialPassword } = await system.call(inviteAccount, {
      body: { kind: 'integration', login: 'hospital', name: '市人民医院', division: '410602' },
    });
    expect(initialPassword).toBeNull();
    const body = {
      accountId: account.id,
      name: '查询',
      routes: ['access.listConsents'],
      expiresOn: '2026-12-31',
    };
    const { token, item } = await system.call(createToken, { body });
    expect(await withToken(token, `/api/persons/${inside}/consents`)).toEqual([403, 'access.role']);
    await security.call(setAccountRoles, {
      params: { id: account.id },
      body: { version: 1, roles: ['street'], scopes: [{ division: '410602' }] },
    });
    expect(await withToken(token, `/api/persons/${inside}/consents`)).toEqual([200, '']);
    expect(await withToken(token, `/api/persons/${outside}/consents`)).toEqual([404, 'platform.not_found']);
    expect(await withToken(token, '/api/session')).toEqual([403, 'access.token_route']);
    expect(JSON.stringify(await system.call(listTokens, {}))).not.toContain(token);
    await security.call(revokeToken, { params: { id: item.id } });
    expect(await withToken(token, `/api/persons/${inside}/consents`)).toEqual([401, 'access.sign_in']);
    expect((await system.call(listTokens, {})).items[0]!.revokedAt).not.toBeNull();
  });

  it('are for systems only, for known endpoints, and at most a year', async () => {
    const system = await app.as('systemAdmin');
    const { id } = await addStaff(app);
    const ask = (extra: object) =>
      system.refusal(createToken, {
        body: { accountId: id, name: 'x', routes: [listConsents.id], expiresOn: '2026-12-31', ...extra },
      });
    expect(await ask({})).toEqual([422, 'platform.invalid']);
    expect(await ask({ routes: ['no.such'] })).toEqual([422, 'platform.invalid']);
    expect(await ask({ expiresOn: '2028-01-01' })).toEqual([422, 'platform.invalid']);
    expect(await ask({ expiresOn: '2026-03-01' })).toEqual([422, 'platform.invalid']);
    const county = await app.as('systemAdmin', { divisions: ['410611'] });
    const body = { accountId: id, name: 'x', routes: [listConsents.id], expiresOn: '2026-12-31' };
    expect(await county.refusal(createToken, { body })).toEqual([404, 'platform.not_found']);
  });
});
