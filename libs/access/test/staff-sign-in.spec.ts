import { endAccountSessions } from '@heling/access/contract/accounts';
import {
  about,
  changePassword,
  enrolTotp,
  getMe,
  setFirstPassword,
  signIn,
  signOut,
} from '@heling/access/contract/session';
import { endOtherSessions, endSession, listSessions } from '@heling/access/contract/sessions';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { addStaff, clientOf, digitsAt, PASSWORD, SECRET } from './support';

const T0 = '2026-03-10T01:00:00Z';
const at = (minutes: number) => new Date(new Date(T0).getTime() + minutes * 60_000).toISOString();
let app: TestApp;
const enter = (login: string, password = PASSWORD, totp?: string) =>
  app.nobody().send(signIn, { body: { login, password, totp } });
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code?: string }).code ?? '',
];
const audits = async (accountId: number) =>
  (
    await app.db.query<{ action: string }>(
      'SELECT action FROM audit_log WHERE account_id = $1 OR subject_id = $1 ORDER BY id',
      [accountId],
    )
  ).rows.map((row) => row.action);

describe('sign-in of staff', () => {
  beforeAll(async () => {
    app = await startTestApp({ now: T0, env: { HELING_DEMO: '0', HELING_HOTLINE: '0392-12349' } });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.setTime(T0);
    await app.db.query('DELETE FROM sign_in_failures');
  });

  it('tells anybody the hotline of the city and that this is no demonstration', async () => {
    expect(await app.nobody().call(about, {})).toEqual({ hotline: '0392-12349', demo: false });
  });

  it('asks for the second factor and opens a session that is httpOnly and same-site', async () => {
    const { login, id } = await addStaff(app, { totp: true });
    expect((await enter(login)).body).toEqual({ state: 'totpNeeded' });
    const answer = await enter(login, PASSWORD, digitsAt(T0));
    expect(answer.body).toMatchObject({
      state: 'ok',
      me: {
        accountId: id,
        name: '李明',
        roles: ['dispatcher'],
        scope: { divisions: ['410602'] },
        demo: false,
      },
    });
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax; Max-Age=43200/);
    const client = clientOf(app, answer);
    expect((await client.call(getMe, {})).login).toBe(login);
    await client.call(signOut, {});
    expect(await client.refusal(getMe, {})).toEqual([401, 'access.sign_in']);
    expect(await audits(id)).toContain('access.signIn');
  });

  it('refuses the same digits a second time', async () => {
    const { login } = await addStaff(app, { totp: true });
    expect((await enter(login, PASSWORD, digitsAt(T0))).status).toBe(200);
    expect(codeOf(await enter(login, PASSWORD, digitsAt(T0)))).toEqual([401, 'access.wrong_totp']);
    app.setTime(at(1));
    expect((await enter(login, PASSWORD, digitsAt(at(1)))).status).toBe(200);
  });

  it('locks an account for 15 minutes after 5 failures, also against the right password', async () => {
    const { login, id } = await addStaff(app, { totp: true });
    for (let i = 0; i < 5; i += 1) expect(codeOf(await enter(login, 'no'))).toEqual([401, 'access.wrong']);
    expect(codeOf(await enter(login, PASSWORD, digitsAt(T0)))).toEqual([423, 'access.locked']);
    app.setTime(at(16));
    expect((await enter(login, PASSWORD, digitsAt(at(16)))).status).toBe(200);
    expect((await audits(id)).filter((action) => action === 'access.signInFailed')).toHaveLength(5);
  });

  it('gives 20 attempts at one moment no more than 5 looks at the password', async () => {
    const { login } = await addStaff(app);
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter(login, 'no')));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 423)).toHaveLength(15);
  });

  it('lets no one guess the second factor by entering the password in between', async () => {
    const { login } = await addStaff(app, { totp: true });
    const wrong = digitsAt(at(600));
    for (let i = 0; i < 5; i += 1) {
      await enter(login);
      expect(codeOf(await enter(login, PASSWORD, wrong))).toEqual([401, 'access.wrong_totp']);
    }
    expect(codeOf(await enter(login, PASSWORD, digitsAt(T0)))).toEqual([423, 'access.locked']);
  });

  it('answers an unknown login as it answers a known one, lock-out included', async () => {
    for (let i = 0; i < 5; i += 1) expect(codeOf(await enter('nobody'))).toEqual([401, 'access.wrong']);
    expect(codeOf(await enter('nobody'))).toEqual([423, 'access.locked']);
  });

  it('shuts out an address after 40 failures, whatever the login', async () => {
    for (let i = 0; i < 40; i += 1) await enter(`nobody${i}`);
    const { login } = await addStaff(app);
    expect(codeOf(await enter(login))).toEqual([429, 'access.address_locked']);
    app.setTime(at(16));
    expect((await enter(login)).status).toBe(200);
  });

  it('forces an account without a second factor to enrol one, with a picture to scan', async () => {
    const { login, id } = await addStaff(app);
    const first = (await enter(login)).body as { state: string; ticket: string; qr: string; secret: string };
    expect(first.state).toBe('enrol');
    expect(first.qr).toMatch(/^data:image\/png;base64,/);
    const enrol = (totp: string) => app.nobody().send(enrolTotp, { body: { ticket: first.ticket, totp } });
    expect(codeOf(await enrol(digitsAt(T0, SECRET)))).toEqual([401, 'access.wrong_totp']);
    const answer = await enrol(digitsAt(T0, first.secret));
    expect((await clientOf(app, answer).call(getMe, {})).accountId).toBe(id);
    expect(codeOf(await enrol(digitsAt(T0, first.secret)))).toEqual([401, 'access.ticket_over']);
    expect((await enter(login)).body).toEqual({ state: 'totpNeeded' });
  });

  it('takes the invited through their own password and the second factor; the ticket works once', async () => {
    const { login } = await addStaff(app, { status: 'invited' });
    const { ticket } = (await enter(login)).body as { ticket: string };
    const choose = (password: string) => app.nobody().send(setFirstPassword, { body: { ticket, password } });
    expect((await choose('short')).status).toBe(422);
    expect((await choose('alllowercaseletters')).status).toBe(422);
    const answer = await choose('Eigenes-2026');
    expect(answer.body).toMatchObject({ state: 'enrol' });
    expect(codeOf(await choose('Anderes-2026'))).toEqual([401, 'access.ticket_over']);
    expect(codeOf(await enter(login))).toEqual([401, 'access.wrong']);
    expect((await enter(login, 'Eigenes-2026')).body).toMatchObject({ state: 'enrol' });
  });

  it('lets a ticket run out after ten minutes, and takes none that was made up', async () => {
    const { login } = await addStaff(app, { status: 'invited' });
    const { ticket } = (await enter(login)).body as { ticket: string };
    app.setTime(at(11));
    const late = await app.nobody().send(setFirstPassword, { body: { ticket, password: 'Eigenes-2026' } });
    expect(codeOf(late)).toEqual([401, 'access.ticket_over']);
    const made = await app
      .nobody()
      .send(setFirstPassword, { body: { ticket: 'AAAA', password: 'Eigenes-2026' } });
    expect(codeOf(made)).toEqual([401, 'access.ticket_over']);
  });

  it('ends the other sessions when the password is changed, and keeps this one', async () => {
    const { login, id } = await addStaff(app, { totp: true });
    const here = clientOf(app, await enter(login, PASSWORD, digitsAt(T0)));
    app.setTime(at(1));
    const there = clientOf(app, await enter(login, PASSWORD, digitsAt(at(1))));
    const change = (current: string) =>
      here.refusal(changePassword, { body: { current, next: 'Neues-2026-Wort' } });
    expect(await change('wrong')).toEqual([401, 'access.wrong']);
    expect(await change(PASSWORD)).toEqual([200, '']);
    expect(await there.refusal(getMe, {})).toEqual([401, 'access.sign_in']);
    expect((await here.call(getMe, {})).accountId).toBe(id);
  });

  it('lists the sessions of an account and ends them, never another account’s', async () => {
    const { login } = await addStaff(app, { totp: true });
    const here = clientOf(app, await enter(login, PASSWORD, digitsAt(T0)));
    const times = [1, 2, 3];
    const others = [];
    for (const minute of times) {
      app.setTime(at(minute));
      others.push(clientOf(app, await enter(login, PASSWORD, digitsAt(at(minute)))));
    }
    const { items } = await here.call(listSessions, {});
    expect(items).toHaveLength(4);
    const current = items.find((session) => session.current)!;
    const stranger = await app.as('dispatcher');
    expect(await stranger.refusal(endSession, { params: { id: current.id } })).toEqual([
      404,
      'platform.not_found',
    ]);
    await here.call(endSession, { params: { id: items.find((session) => !session.current)!.id } });
    expect(await here.call(endOtherSessions, {})).toEqual({ ended: 2 });
    for (const client of others) expect((await client.send(getMe, {})).status).toBe(401);
    expect((await here.call(listSessions, {})).items).toHaveLength(1);
  });

  it('lets a staff session lapse after an hour without a request', async () => {
    const { login } = await addStaff(app, { totp: true });
    const client = clientOf(app, await enter(login, PASSWORD, digitsAt(T0)));
    app.setTime(at(50));
    expect((await client.send(getMe, {})).status).toBe(200);
    app.setTime(at(105));
    expect((await client.send(getMe, {})).status).toBe(200);
    app.setTime(at(170));
    expect((await client.send(getMe, {})).status).toBe(401);
  });

  it('keeps a wall signed in while it is on, ninety days at most, until an administrator ends it', async () => {
    const { login, id } = await addStaff(app, { totp: true, roles: ['wall'] });
    const answer = await enter(login, PASSWORD, digitsAt(T0));
    expect(answer.headers.get('set-cookie')).toMatch(/Max-Age=7776000/);
    const wall = clientOf(app, answer);
    const on = async (hours: number) => {
      app.setTime(at(hours * 60));
      return (await wall.send(getMe, {})).status;
    };
    // Through the night and a power cut of eleven hours; then off for thirteen.
    for (const hour of [1, 10, 21, 32]) expect([hour, await on(hour)]).toEqual([hour, 200]);
    expect(await on(45)).toBe(401);

    app.setTime(at(46 * 60));
    const again = clientOf(app, await enter(login, PASSWORD, digitsAt(at(46 * 60))));
    await app.db.query(
      `UPDATE sessions SET created_at = created_at - interval '2159 hours' WHERE account_id = $1`,
      [id],
    );
    app.setTime(at(46 * 60 + 50));
    expect((await again.send(getMe, {})).status).toBe(200);
    const { rows } = await app.db.query<{ hours: number }>(
      `SELECT max(extract(epoch FROM expires_at - created_at) / 3600)::int AS hours FROM sessions
       WHERE account_id = $1 AND id = (SELECT max(id) FROM sessions)`,
      [id],
    );
    expect(rows[0]!.hours).toBeLessThanOrEqual(2171);
    const security = await app.as('securityAdmin', { divisions: ['410602'] });
    await app.db.query(
      `UPDATE sessions SET seen_at = $2, expires_at = $2::timestamptz + interval '1 hour' WHERE account_id = $1`,
      [security.accountId, at(46 * 60 + 50)],
    );
    await security.call(endAccountSessions, { params: { id }, body: { reason: '大屏更换' } });
    expect((await again.send(getMe, {})).status).toBe(401);
  });

  it('gives nobody else a session that is renewed', async () => {
    const { login } = await addStaff(app, { totp: true, roles: ['city'] });
    const client = clientOf(app, await enter(login, PASSWORD, digitsAt(T0)));
    for (let minute = 50; minute < 720; minute += 50) {
      app.setTime(at(minute));
      expect((await client.send(getMe, {})).status).toBe(200);
    }
    app.setTime(at(721));
    expect((await client.send(getMe, {})).status).toBe(401);
  });

  it('signs nobody in who has left', async () => {
    const { login } = await addStaff(app, { status: 'left' });
    expect(codeOf(await enter(login))).toEqual([401, 'access.wrong']);
  });
});

describe('in a demonstration', () => {
  it('signs in by password alone while no second factor is enrolled, and says so', async () => {
    app = await startTestApp({ now: T0 });
    try {
      const { login } = await addStaff(app);
      expect((await enter(login)).body).toMatchObject({ state: 'ok', me: { demo: true } });
      const bound = await addStaff(app, { totp: true });
      expect((await enter(bound.login)).body).toEqual({ state: 'totpNeeded' });
    } finally {
      await app.close();
    }
  });
});
