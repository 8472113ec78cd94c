import * as assigning from '@heling/dispatch/contract/assign';
import { boardRoute } from '@heling/dispatch/contract/board';
import * as plans from '@heling/dispatch/contract/plans';
import { sheetRoute } from '@heling/dispatch/contract/sheet';
import * as visits from '@heling/dispatch/contract/visits';
import { ROLES, type Role } from '@heling/platform/contract/roles';
import type { RouteSpec } from '@heling/platform/contract/route';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { addCarer, addMenu, addPerson, at, DAY, key, NOW, onBoard, orderVisit } from './support';

const isSpec = (value: unknown): value is RouteSpec =>
  typeof value === 'object' && value !== null && 'access' in value && 'method' in value;
const exported: unknown[] = [
  boardRoute,
  sheetRoute,
  ...[assigning, plans, visits].flatMap((each) => Object.values<unknown>(each)),
];
const specs = exported.filter(isSpec);

let app: TestApp;
let visitId: number;
let clients: Map<Role, TestClient>;
const body: Record<string, unknown> = {
  'dispatch.board': { day: DAY },
  'dispatch.sheet': { day: DAY },
  'dispatch.consequences': { carers: [11], startsAt: at('10:00') },
  'dispatch.assign': { version: 1, carers: [11], startsAt: at('10:00') },
  'dispatch.unassign': { version: 1, reason: '测试' },
  'dispatch.interrupt': { version: 1, reason: '测试' },
  'dispatch.autoAssign': { day: DAY },
  'dispatch.plan': { day: DAY },
  'dispatch.carerSick': { carerId: 11, day: DAY },
  'dispatch.setSettings': { autoAssign: { services: [], maxKilometres: 5, maxLoadMinutes: 360 } },
  'visits.step': { command: 'accept' },
  'visits.gate': {
    ...{ systolic: 130, diastolic: 80, temperature: 36.5, water: 40 },
    ...{ mealOk: true, skinOk: true, familyPresent: true, consentOnFile: true },
  },
  'visits.vitalsAfter': { systolic: 130, diastolic: 80, temperature: 36.5 },
  'visits.sync': { entries: [{ kind: 'step', visitId: 1, key: key(), step: { command: 'accept' } }] },
};
const inputOf = (spec: RouteSpec, id: number) => {
  if (!spec.upload) return { params: { id }, body: body[spec.id] };
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array([1, 2, 3])]), 'a.jpg');
  return { params: { id }, body: form };
};

beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  await addMenu(app);
  await addPerson(app, 1);
  await addCarer(app, 11);
  await addCarer(app, 12);
  const operator = await app.as('dispatcher', { divisions: ['410602'] });
  ({ visitId } = await orderVisit(operator, 1, 'housekeeping'));
  const scopes = { carer: { carerId: 12 }, family: { persons: [1] }, providerManager: { orgs: [2] } };
  const signed = ROLES.map(
    async (role) => [role, await app.as(role, scopes[role as keyof typeof scopes])] as const,
  );
  clients = new Map(await Promise.all(signed));
});
afterAll(() => app.close());

describe.each(specs.map((spec) => [spec.id, spec] as const))('%s', (_id, spec) => {
  it('refuses nobody signed in, and every role that is not named', async () => {
    expect((await app.nobody().send(spec, inputOf(spec, visitId))).status).toBe(401);
    for (const [role, client] of clients) {
      if ((spec.access as readonly Role[]).includes(role)) continue;
      const answer = await client.send(spec, inputOf(spec, visitId));
      expect([role, answer.status, (answer.body as { code: string }).code]).toEqual([
        role,
        403,
        'access.role',
      ]);
    }
  });

  it('knows nothing of an id that does not exist', async () => {
    if (!spec.path.includes(':id')) return;
    for (const role of spec.access as readonly Role[]) {
      const answer = await clients.get(role)!.send(spec, inputOf(spec, 999_999));
      // A file is judged by its content before it is asked whose visit it belongs to.
      expect([role, answer.status]).toEqual([role, spec.upload ? 415 : 404]);
    }
  });
});

it('lets a carer do nothing with a visit of others, nor a family with its photos without consent', async () => {
  const carer = clients.get('carer')!;
  for (const spec of specs.filter((each) => each.path.startsWith('/visits/:id'))) {
    if (!(spec.access as readonly Role[]).includes('carer') || spec.upload) continue;
    expect([spec.id, (await carer.send(spec, inputOf(spec, visitId))).status]).toEqual([spec.id, 404]);
  }
  const mine = await carer.call(visits.mineRoute, { query: { day: DAY } });
  expect(mine.visits).toEqual([]);
  expect(await onBoard(clients.get('city')!, visitId)).toMatchObject({ version: 1, state: 'planned' });
});

it('refuses what is not as the contract says', async () => {
  const operator = clients.get('dispatcher')!;
  const wrong: [RouteSpec, unknown][] = [
    [assigning.assignRoute, { version: 1, carers: [], startsAt: at('10:00') }],
    [assigning.assignRoute, { version: 1, carers: [1, 2, 3], startsAt: at('10:00') }],
    [assigning.assignRoute, { version: 1, carers: ['1; DROP TABLE visits'], startsAt: at('10:00') }],
    [assigning.assignRoute, { version: 1, carers: [11], startsAt: '明天' }],
    [assigning.autoAssignRoute, { day: '2026-02-30' }],
    [assigning.autoAssignRoute, { day: DAY, visitIds: Array.from({ length: 501 }, (_, i) => i + 1) }],
    [assigning.carerSickRoute, { carerId: 11, day: DAY, until: '2026-01-01' }],
    [boardRoute, { day: DAY, division: "4106%' OR 1=1" }],
  ];
  for (const [spec, bad] of wrong) {
    const answer = await operator.send(spec, { params: { id: visitId }, body: bad });
    expect([spec.id, answer.status]).toEqual([spec.id, 422]);
  }
});
