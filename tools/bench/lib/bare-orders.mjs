// The baseline of the bench `orders`: a bare Fastify and pg that writes the same rows in one transaction, unchecked.
import { randomBytes } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

const POOL_SIZE = 20;
const WRITE = `
  WITH cap AS (UPDATE kitchen_days SET taken = taken + 1 WHERE id = $1),
  quota AS (
    INSERT INTO quotas AS q (person_id, division, month, authorised, reserved) VALUES ($2, $3, $4, 1000000, $5)
    ON CONFLICT (person_id, month) DO UPDATE SET reserved = q.reserved + excluded.reserved, authorised = 1000000
  ), o AS (
    INSERT INTO orders (person_id, division, org, service, state, day, channel, placed_by, placed_at, price, subsidy,
      self_pay, pay_state, kitchen_day)
    VALUES ($2, $3, $6, 'lunch', 'placed', $7, 'phone', 1, $8, $9, $5, $10, 'due', $1) RETURNING id
  ), l AS (
    INSERT INTO order_lines (order_id, line, person_id, division, org, dish_id, texture, quantity, price)
    SELECT id, 1, $2, $3, $6, $11, 'normal', 1, $9 FROM o
  ), v AS (
    INSERT INTO visits (order_id, person_id, division, org, service, state, day, window_start, window_end, minutes,
      carers_needed, lng, lat, recipient)
    SELECT id, $2, $3, $6, 'lunch', 'planned', $7, $8, $8, 10, 1, 114.2, 35.8, $12 FROM o RETURNING id
  ), t AS (
    INSERT INTO transitions (order_id, person_id, division, org, command, from_state, to_state, at, account_id, device)
    SELECT id, $2, $3, $6, 'place', 'draft', 'placed', $8, 1, 'bench' FROM o
  ), a AS (
    INSERT INTO audit_log (at, account_id, action, subject, subject_id, person_id, division, request_id, address, after)
    SELECT $8, 1, 'orders.place', 'order', id, $2, $3, $13, '127.0.0.1', $14 FROM o
  ), e AS (
    INSERT INTO outbox (topic, key, division, org, person_id, payload)
    SELECT 'order.placed', 'order:' || id, $3, $6, $2, $14 FROM o
  ), k AS (
    INSERT INTO idempotency_keys (account_id, key, route, body_hash, response)
    VALUES (1, $13, 'orders.place', $15, $14)
  )
  SELECT o.id, v.id AS visit_id FROM o, v`;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
const scope = `'{4106}|{}|{}|{}'`;
const server = fastify();
server.post('/orders', async (request) => {
  const b = request.body;
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; SELECT set_config('heling.scope', ${scope}, true)`);
    const now = new Date();
    const facts = JSON.stringify({
      service: 'lunch',
      day: b.day,
      price: b.price,
      subsidy: b.subsidy,
      selfPay: b.selfPay,
    });
    const { rows } = await client.query({
      name: 'write',
      text: WRITE,
      values: [
        ...[
          b.kitchenDay,
          b.personId,
          b.division,
          `${b.day.slice(0, 7)}-01`,
          b.subsidy,
          b.org,
          b.day,
          now,
          b.price,
        ],
        ...[b.selfPay, b.dishId, randomBytes(160), b.key, facts, randomBytes(32)],
      ],
    });
    await client.query('COMMIT');
    return { id: Number(rows[0].id), visitId: Number(rows[0].visit_id), state: 'placed' };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});
await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: server.server.address().port })}\n`);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
