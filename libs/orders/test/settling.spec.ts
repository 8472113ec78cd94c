import { NestFactory } from '@nestjs/core';
import { Global, Module, type INestApplicationContext } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { KitchenService } from '@heling/orders/server/kitchen.service';
import { MenuService } from '@heling/orders/server/menu.service';
import { OrdersModule } from '@heling/orders/server/module';
import { OrderService } from '@heling/orders/server/order.service';
import { PaymentService } from '@heling/orders/server/payments.service';
import { PlaceService } from '@heling/orders/server/place.service';
import { QueueService } from '@heling/orders/server/queue.service';
import { RatingService } from '@heling/orders/server/ratings.service';
import { ReadingService } from '@heling/orders/server/reading.service';
import { ReconciliationService } from '@heling/orders/server/reconciliation';
import { SandboxGateway } from '@heling/orders/server/sandbox-gateway';
import { StandingService } from '@heling/orders/server/standing.service';
import { StatementService } from '@heling/orders/server/statements.service';
import { CloseSweep, PaymentSweep } from '@heling/orders/server/sweeps';
import { addLunch, addMenu, addPerson, caller, makeWorld, type World } from './support';

const operator = caller(7, 'dispatcher');
let world: World;
let app: INestApplicationContext;

describe('from the meal to the statement', () => {
  beforeAll(async () => {
    world = await makeWorld();
    await addMenu(world);
    @Global()
    @Module({
      providers: [
        { provide: Database, useValue: world.db },
        { provide: Clock, useValue: world.clock },
        { provide: Vault, useValue: world.vault },
      ],
      exports: [Database, Clock, Vault],
    })
    class Platform {}
    @Module({ imports: [Platform, OrdersModule] })
    class App {}
    app = await NestFactory.createApplicationContext(App, { logger: false });
  });
  afterAll(async () => {
    await app?.close();
    await world?.close();
  });

  it('cooks what was ordered, takes money once, and settles it with two signatures', async () => {
    const day = '2026-03-11';
    const kitchenDay = await addLunch(world, day, 50);
    const person = await addPerson(world, 1, { needLevel: 'mild' });
    const wish = { personId: person, service: 'lunch', day, kitchenDay, channel: 'phone' as const };
    const lines = [{ dishId: 1, texture: 'soft' as const, quantity: 2 }];
    const placed = await app.get(PlaceService).place(operator, { ...wish, lines });
    expect((await app.get(MenuService).menu(operator, { personId: person, day })).remaining).toBe(11_400);
    expect(
      (await app.get(MenuService).dishes(operator, { personId: person, day, meal: 'lunch' })).kitchens[0]
        ?.left,
    ).toBe(48);

    // 23:59:59 of the day before is still before the cut-off; nine o'clock is not.
    world.clock.at = new Date('2026-03-10T23:59:59+08:00');
    expect(await app.get(KitchenService).setDueSheets()).toBe(0);
    world.clock.at = new Date(`${day}T09:00:00+08:00`);
    expect(await app.get(KitchenService).setDueSheets()).toBe(1);
    const sheet = await app.get(KitchenService).sheet(operator, kitchenDay);
    expect(sheet).toMatchObject({ portions: 2, orders: 1, cancelledAfter: [] });

    // A family member follows an order without being allowed to pay it; with the senior's consent they may.
    const daughter = caller(901, 'family', [person]);
    await expect(app.get(PaymentService).start(daughter, placed.id, 'wechat')).rejects.toMatchObject({
      code: 'orders.no_consent',
    });
    const attempt = await app.get(PaymentService).start(operator, placed.id, 'wechat');
    expect(await app.get(SandboxGateway).act(operator, attempt.reference, 'double')).toMatchObject({
      state: 'paid',
    });
    await world.db.run(operator, (tx) => app.get(OrderService).visitDone(tx, operator, placed.visitId));
    await world.owner.query(`UPDATE visits SET state = 'done', done_at = $1`, [world.clock.at]);
    const page = await app.get(ReadingService).page(operator, placed.id);
    expect(page).toMatchObject({ state: 'completed', payState: 'paid', canRate: true, canComplain: true });
    expect(page.transitions.map((each) => each.command)).toEqual(['place', 'confirm', 'start', 'complete']);
    await app.get(RatingService).rate(operator, placed.id, 5, undefined);

    const complaint = await app.get(RatingService).complain(operator, placed.id, '汤洒了');
    const queue = await app.get(QueueService).list(operator, { limit: 50 });
    expect(queue.counts).toEqual({ complaint: 1 });
    await app.get(RatingService).answer(operator, complaint.id, 1, '已致歉');
    await app.get(RatingService).close(operator, complaint.id, 2, 300);

    world.clock.at = new Date('2026-04-02T09:00:00+08:00');
    await app.get(CloseSweep).run();
    const made = await app.get(StatementService).make(operator, 1, '2026-03');
    expect(made).toMatchObject({
      visits: 1,
      amount: 2400,
      subsidy: 600,
      selfPay: 1800,
      deductions: 300,
      payable: 300,
    });
    const report = await app.get(ReconciliationService).report(operator, 1, '2026-03');
    expect(report.differences).toEqual([]);
    expect(report).toMatchObject({
      payments: { count: 1, amount: 1800 },
      otherPayments: { count: 0, amount: 0 },
    });
    const [street, county] = [caller(8, 'street'), caller(9, 'county')];
    const signed = await app.get(StatementService).sign(street, made.id, made.version);
    await expect(app.get(StatementService).sign(street, made.id, signed.version)).rejects.toMatchObject({
      code: 'orders.same_signer',
    });
    const frozen = await app.get(StatementService).sign(county, made.id, signed.version);
    expect(frozen.state).toBe('frozen');
    await expect(app.get(StatementService).make(operator, 1, '2026-03')).rejects.toMatchObject({
      code: 'orders.statement_signed',
    });
    await app
      .get(StatementService)
      .correct(county, made.id, { visitId: placed.visitId, subsidy: -100, selfPay: 0, reason: '重复' });
    const next = await app.get(StatementService).list(county, { month: '2026-04', limit: 50 });
    expect(next.items[0]).toMatchObject({ visits: 0, amount: -100 });
  });

  it('gives paid money back at cancelling, and makes standing orders around the holiday', async () => {
    world.clock.at = new Date('2026-09-28T08:00:00+08:00');
    for (const day of ['2026-09-29', '2026-09-30', '2026-10-01']) await addLunch(world, day, 5);
    const person = await addPerson(world, 2);
    const body = {
      personId: person,
      org: 1,
      service: 'lunch',
      weekdays: [1, 2, 3, 4, 5],
      from: '2026-09-01',
    };
    await app.get(StandingService).create(operator, { ...body, holidays: 'skip' });
    expect(await app.get(StandingService).makeAhead()).toBe(2);
    expect(await app.get(StandingService).makeAhead()).toBe(0);
    const list = await app.get(ReadingService).list(operator, { personId: person, limit: 1 });
    expect(list.next).not.toBeNull();
    const [order] = list.items;
    const attempt = await app.get(PaymentService).start(operator, order!.id, 'sandbox');
    await app.get(SandboxGateway).act(operator, attempt.reference, 'pay');
    expect((await app.get(ReadingService).page(operator, list.items[0]!.id)).amountDue).toBe(0);
    const page = await app.get(ReadingService).page(operator, order!.id);
    const gone = await app
      .get(OrderService)
      .command(operator, order!.id, 'cancel', { version: page.version, reason: '住院' });
    expect(gone).toMatchObject({ state: 'cancelled', refund: 1200 });
    const reconcile = () => app.get(ReconciliationService).report(operator, 1, order!.day.slice(0, 7));
    expect((await reconcile()).differences).toEqual([]);
    // A refund that the books do not know of: paid, cancelled, and still kept.
    await world.owner.query(`UPDATE payments SET state = 'paid', refund = 0 WHERE order_id = $1`, [
      order!.id,
    ]);
    const kept = await reconcile();
    expect(kept).toMatchObject({
      payments: { count: 0, amount: 0 },
      otherPayments: { count: 1, amount: 1200 },
    });
    expect(kept.differences).toMatchObject([
      { kind: 'paidForNothing', orderId: order!.id, expected: 0, found: 1200 },
    ]);
    await world.owner.query(`UPDATE payments SET state = 'refunding', refund = amount WHERE order_id = $1`, [
      order!.id,
    ]);
    await app.get(PaymentSweep).run();
    expect((await app.get(ReadingService).page(operator, order!.id)).payState).toBe('refunded');
  });
});
