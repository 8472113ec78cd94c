import { until } from '@heling/platform/testing/until';
import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { startPeople } from '../../people/test/support';
import { applyRoute, decideRoute, reviewRoute } from '../src/contract/entitlements';
import { confirmPayeeRoute, proposePayeeRoute } from '../src/contract/facts';
import { draftPackRoute, packsRoute, signPackRoute } from '../src/contract/packs';
import { runRoute, sendRunRoute, signRunRoute, startRunRoute } from '../src/contract/runs';
import type { Scheme } from '../src/domain/pack';

export const NOW = '2026-03-10T01:00:00Z';
export const CITY = '4106';

/** The old-age allowance as the city pays it, with whatever differs. */
export function oldAgePack(extra: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    scheme: 'old-age-allowance',
    version: '2022-10',
    jurisdiction: CITY,
    bands: [
      { minAge: 80, maxAge: 89, fen: 5000, from: '2018-01' },
      { minAge: 90, maxAge: 99, fen: 10000, from: '2018-01' },
      { minAge: 100, fen: 30000, from: '2018-01' },
    ],
    startsMonthAfterBirthday: true,
    bandChangesMonthAfterBirthday: true,
    leapDayBirthday: 'feb-28',
    paidInMonthOfDeath: true,
    backPay: { rule: 'from-application-month', maxMonths: null },
    certification: { everyMonths: 12, graceMonths: 2, restoreArrears: true },
    ...extra,
  };
}

export interface Desk {
  app: TestApp;
  clerk: TestClient;
  street: TestClient;
  county: TestClient;
  reviewer: TestClient;
  payer: TestClient;
}

/** The applications with the people of the allowance desk; without the worker unless asked for. */
export async function startDesk(
  options: { worker?: boolean; env?: Record<string, string> } = {},
): Promise<Desk> {
  const app = await startPeople({ now: NOW, ...options });
  const [clerk, street, county, reviewer, payer] = await Promise.all([
    app.as('allowanceClerk'),
    app.as('street'),
    app.as('county'),
    app.as('allowanceReviewer'),
    app.as('allowancePayer'),
  ]);
  return { app, clerk: clerk!, street: street!, county: county!, reviewer: reviewer!, payer: payer! };
}

/** Publishes a pack by two signatures. */
export async function publish(
  desk: Desk,
  pack: Record<string, unknown>,
  effectiveFrom: string,
): Promise<number> {
  const { id, version } = await desk.reviewer.call(draftPackRoute, { body: { pack, effectiveFrom } });
  await desk.reviewer.call(signPackRoute, { params: { id }, body: { version } });
  await desk.county.call(signPackRoute, { params: { id }, body: { version: version + 1 } });
  const { items } = await desk.county.call(packsRoute, {});
  if (items.find((item) => item.id === id)?.state !== 'published') throw new Error('not published');
  return id;
}

/** A person's entitlement after the application, the review and the decision: in public notice. */
export async function decided(desk: Desk, personId: number, scheme: Scheme): Promise<number> {
  const { id, version } = await desk.clerk.call(applyRoute, { body: { personId, scheme } });
  await desk.street.call(reviewRoute, { params: { id }, body: { version, pass: true } });
  await desk.county.call(decideRoute, {
    params: { id },
    body: { version: version + 1, decision: 'approve' },
  });
  return id;
}

/** A confirmed account. */
export async function payee(
  desk: Desk,
  personId: number,
  account: string,
  extra: { name?: string; proxyRelation?: string } = {},
): Promise<void> {
  const { id } = await desk.clerk.call(proposePayeeRoute, {
    params: { id: personId },
    body: { name: '王秀英', bank: '鹤壁农商行', account, from: '2026-01-01', ...extra },
  });
  await desk.street.call(confirmPayeeRoute, { params: { id }, body: { accept: true } });
}

/** Moves the end of the public notice into the past (sessions would not live so long) and waits for the sweep. */
export async function granted(desk: Desk, ...ids: number[]): Promise<void> {
  await desk.app.db.query(`UPDATE entitlements SET notice_until = '2026-03-09' WHERE id = ANY ($1)`, [ids]);
  await until(async () => {
    const { rows } = await desk.app.db.query(
      `SELECT 1 FROM entitlements WHERE id = ANY ($1) AND state <> 'granted'`,
      [ids],
    );
    return rows.length === 0 || undefined;
  }, 'the notices end');
}

/** Starts a run and waits until the worker has calculated it. */
export async function calculated(desk: Desk, month: string, division = CITY) {
  const { id } = await desk.clerk.call(startRunRoute, { body: { division, month } });
  return inState(desk, id, 'calculated');
}

export const inState = (desk: Desk, id: number, state: string) =>
  until(async () => {
    const run = await desk.clerk.call(runRoute, { params: { id } });
    return run.state === state ? run : undefined;
  }, `run ${id} is ${state}`);

/** Two signatures and off to the bank. */
export async function sent(desk: Desk, run: { id: number; version: number }) {
  const first = await desk.reviewer.call(signRunRoute, {
    params: { id: run.id },
    body: { version: run.version },
  });
  const second = await desk.county.call(signRunRoute, {
    params: { id: run.id },
    body: { version: first.version },
  });
  return desk.payer.call(sendRunRoute, { params: { id: run.id }, body: { version: second.version } });
}

/** Waits until the bank has answered every row. */
export const answered = (desk: Desk, id: number) =>
  until(async () => {
    const run = await desk.payer.call(runRoute, { params: { id } });
    return run.states.some((each) => each.state === 'sent') ? undefined : run;
  }, 'the bank answers');

/** Rows of the ledger that do not agree with the balances, and balances past what is owed; both must be none. */
export async function ledgerFaults(app: TestApp): Promise<unknown[]> {
  const { rows } = await app.db.query(
    `SELECT coalesce(b.person_id, g.person_id) AS person_id, coalesce(b.month, g.month) AS month, b.paid, g.fen
     FROM benefit_balances b FULL JOIN (SELECT person_id, scheme, month, sum(fen) AS fen FROM benefit_ledger
       WHERE kind <> 'writtenOff' GROUP BY 1, 2, 3) g ON g.person_id = b.person_id AND g.scheme = b.scheme AND g.month = b.month
     WHERE coalesce(b.paid, 0) <> coalesce(g.fen, 0) OR b.reserved + b.paid > b.authorised`,
  );
  return rows;
}
