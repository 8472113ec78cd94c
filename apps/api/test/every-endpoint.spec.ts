import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROLES, type Role } from '@heling/platform/contract/roles';
import type { Access, RouteSpec } from '@heling/platform/contract/route';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestScope } from '@heling/platform/testing/accounts';
import type { RawAnswer, TestClient } from '@heling/platform/testing/client';
import { given } from '@heling/platform/testing/database';
import { sampleOf, type Schema } from './samples';
import { fillWorld } from './world';

interface Route {
  id: string;
  method: RouteSpec['method'];
  path: string;
  access: Access;
  upload: number | null;
  params: Schema;
  query: Schema;
  body: Schema | null;
}
const NOW = '2026-03-10T01:00:00Z';
const INSIDE = 1010;
const OUTSIDE = 1020;

let app: TestApp;
const routes = JSON.parse(
  spawnSync(process.execPath, [path.join(given('HELING_TEST_BUILD'), 'api/main.mjs'), '--routes'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  }).stdout,
) as Route[];
const withParams = routes.filter((route) => route.path.includes(':'));

function call(client: TestClient, route: Route, input: Record<string, unknown>): Promise<RawAnswer> {
  return client.send(route as unknown as RouteSpec, input);
}
/** Input that the endpoint accepts, about what has the number `id`. */
function inputFor(route: Route, id: number): Record<string, unknown> {
  const body = new FormData();
  body.set('file', new Blob([PNG], { type: 'image/png' }), 'x.png');
  return {
    params: Object.fromEntries(
      Object.keys(route.params.properties ?? {}).map((name) => [
        name,
        name === 'reference' ? `REFERENCE${id}` : (TEXT_PARAMS[name] ?? id),
      ]),
    ),
    query: sampleOf(route.query, id),
    body: route.upload ? body : { ...(sampleOf(route.body ?? {}, id) as object), ...MORE[route.id] },
  };
}
const codeOf = (answer: RawAnswer) => (answer.body as { code?: string }).code;

/** Endpoints that anybody may call; one more needs a reason here. */
const PUBLIC: Record<string, string> = {
  'access.about': 'the hotline, before signing in',
  'access.signIn': 'sign-in',
  'access.setFirstPassword': 'sign-in, by ticket',
  'access.enrolTotp': 'sign-in, by ticket',
  'access.sendCode': 'sign-in',
  'access.signInByCode': 'sign-in',
  'oversight.ingest': 'devices, by their own credential',
  'notify.phone': 'the demonstration phone; 404 in production',
  'oversight.phoneCalls': 'the demonstration phone; 404 in production',
  'oversight.answerPhone': 'the demonstration phone; 404 in production',
  'payments.notify': 'called by the payment gateway, signed',
};
/** Endpoints for any signed-in account; what they show is the account’s own, or no secret. */
const SESSION: Record<string, string> = {
  'access.me': 'own account',
  'access.signOut': 'own session',
  'access.changePassword': 'own account',
  'access.listSessions': 'own sessions',
  'access.endSession': 'own session',
  'access.endOtherSessions': 'own sessions',
  'platform.eventsAfter': 'scoped by row-level security',
  'payments.page': 'scoped by row-level security',
  'payments.sandbox': 'scoped by row-level security',
  'places.divisions': 'the public list of divisions',
  'places.units': 'the public list of management units',
  'places.outlines': 'the public map',
};
/** The smallest picture: signature, header, one pixel, end. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Parameters that are no ids. */
const TEXT_PARAMS: Record<string, string> = { channel: 'sandbox' };
/** What of a body no schema tells. */
const MORE: Record<string, Record<string, unknown>> = {
  'access.createToken': { routes: ['access.me'] },
  'benefits.preview': { died: '2026-03-10' },
  'orders.place': { channel: 'phone' },
  'orders.saveKitchenDay': {
    day: '2026-03-20',
    cutoffAt: '2026-03-20T01:00:00Z',
    windowStart: '2026-03-20T03:00:00Z',
    windowEnd: '2026-03-20T04:30:00Z',
  },
  'orders.setPrice': { from: '2026-03-20' },
  'people.addShift': { endsAt: '2026-03-10T09:00:00Z' },
  'people.copyWeek': { from: '2026-03-09', to: '2026-03-16' },
  'places.addFacility': { ledBy: null },
};
/** Endpoints that answer more than the rows of world.ts hold, with the reason. */
const UNANSWERED: Record<string, string> = {
  'benefits.paperFile': 'the file on disk is not there',
  'visits.evidenceFile': 'the file on disk is not there',
  'dispatch.planProblem': 'the plan is not made',
  'people.printAssessment': 'the assessment is not signed',
};
/** Endpoints whose subject is for everybody to see, with the reason. */
const UNSCOPED: Record<string, string> = {
  'benefits.dryRuns':
    'a pack is a rule for all; of its dry runs only those within the scope are listed, here none',
  'people.copyWeek': 'copies the shifts within the scope, here none',
  'orders.areas': 'where a service is offered is public',
  'orders.dishList': 'the menu is public',
  'places.org': 'name, place and telephone of an organisation are public',
};

/** Where a caller of a role stands, all of it within the county of number INSIDE. */
function scopeOf(role: Role): TestScope {
  if (role === 'family') return { persons: [INSIDE], division: '410602001001' };
  if (role === 'carer') return { carerId: INSIDE, org: INSIDE, division: '410602001001' };
  if (['providerManager', 'institutionDuty', 'institutionManager'].includes(role)) {
    return { orgs: [INSIDE], division: '410602001001' };
  }
  return { divisions: ['410602'] };
}

const callers = new Map<Role, TestClient>();
const citys = new Map<Role, TestClient>();
beforeAll(async () => {
  // The rows of world.ts hold codes that no domain knows, so answers are not held against their contracts here.
  app = await startTestApp({ now: NOW, env: { HELING_CHECK_ANSWERS: '' } });
  await fillWorld(app, INSIDE, '410602001001');
  await fillWorld(app, OUTSIDE, '410611001001');
  for (const role of ROLES) {
    callers.set(role, await app.as(role, scopeOf(role)));
    citys.set(role, await app.as(role, role === 'family' ? { persons: [OUTSIDE] } : { divisions: ['4106'] }));
  }
}, 60_000);
afterAll(() => app.close());

describe('every endpoint', () => {
  it('is known to this test', () => {
    expect(routes.length).toBeGreaterThan(100);
    expect(new Set(routes.map((route) => route.id)).size).toBe(routes.length);
    const open = (access: string) =>
      routes.filter((route) => route.access === access).map((route) => route.id);
    expect(open('public').sort()).toEqual(Object.keys(PUBLIC).sort());
    expect(open('session').sort()).toEqual(Object.keys(SESSION).sort());
  });

  it.each(routes.filter((route) => route.access !== 'public').map((route) => [route.id, route] as const))(
    '%s is closed to nobody and to roles that are not listed',
    async (_id, route) => {
      const nobody = await call(app.nobody(), route, inputFor(route, INSIDE));
      expect([nobody.status, codeOf(nobody)]).toEqual([401, 'access.sign_in']);
      if (route.access === 'session') return;
      const others = ROLES.filter((role) => !route.access.includes(role));
      const answers = await Promise.all(
        others.map(async (role) => {
          const answer = await call(callers.get(role)!, route, inputFor(route, INSIDE));
          return [role, answer.status, codeOf(answer)];
        }),
      );
      expect(answers).toEqual(others.map((role) => [role, 403, 'access.role']));
    },
  );
});

/** Does a field name a person, an organisation, or something else by its id? */
const isWhom = (field: string) => /^(org|.*Ids?)$/.test(field);
/** Endpoints that are told of whom or what by their body or query, not by their path. */
const toldWhom = routes.filter(
  (route) =>
    !route.path.includes(':') &&
    Array.isArray(route.access) &&
    [...(route.body?.required ?? []), ...(route.query.required ?? [])].some(isWhom),
);

/** What each role that may call the endpoint gets outside its scope when that is not a refusal. */
async function openOutside(route: Route): Promise<unknown[]> {
  const roles = route.access === 'session' ? ROLES : (route.access as readonly Role[]);
  const got: unknown[] = [];
  for (const role of roles) {
    const answer = await call(callers.get(role)!, route, inputFor(route, OUTSIDE));
    const { field = '' } = answer.body as { field?: string };
    const refused =
      [403, 404].includes(answer.status) ||
      // A person or organisation of the body that is not there; a family orders by its own channel only.
      (answer.status === 422 && (isWhom(field) || (role === 'family' && field === 'channel')));
    if (!refused) got.push([role, answer.status, answer.text.slice(0, 300)]);
  }
  return got;
}

describe('every endpoint outside the scope', () => {
  const told = [...toldWhom, ...withParams.filter((route) => route.access !== 'public')];
  it.each(told.filter((route) => !(route.id in UNSCOPED)).map((route) => [route.id, route] as const))(
    '%s is closed to each role that may call it',
    async (_id, route) => {
      expect(await openOutside(route)).toEqual([]);
    },
  );

  it.each(Object.entries(UNSCOPED))('%s is open: %s', async (id) => {
    const open = await openOutside(routes.find((route) => route.id === id)!);
    expect(open).not.toEqual([]);
    expect(open.filter((answer) => (answer as [Role, number])[1] !== 200)).toEqual([]);
  });

  // Else the test above would be content with an endpoint that finds nothing at all.
  it.each(
    withParams
      .filter((route) => route.method === 'GET' && !(route.id in UNANSWERED))
      .map((route) => [route.id, route] as const),
  )('%s answers within the scope', async (_id, route) => {
    const roles = route.access === 'session' ? (['city'] as const) : (route.access as readonly Role[]);
    const answers = await Promise.all(
      roles.map((role) => call(citys.get(role)!, route, inputFor(route, OUTSIDE))),
    );
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([]);
    expect(answers.map((answer) => answer.status)).toContain(200);
  });
});
