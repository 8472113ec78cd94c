import { Inject, Injectable } from '@nestjs/common';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { systemContext } from './context';
import { Database } from './database';
import { Live } from './live';
import { LOGGER } from './logger';
import type { Consumer, OutboxEvent } from './outbox';

const QUEUE = 'events';
const NUDGE = 'heling:nudge';
const NUDGE_AFTER_MS = 3;
const BATCH = 500;
const LOOK_EVERY_MS = 100;
/** One relay assigns positions at a time; any number of them may run. */
const RELAY_LOCK = 4106_0001;

interface Row {
  id: number;
  topic: string;
  key: string;
  division: string;
  org: number | null;
  person_id: number | null;
  carers: number[];
  payload: Record<string, unknown>;
  created_at: Date;
  position: number;
}
const COLUMNS =
  'o.id, o.topic, o.key, o.division, o.org, o.person_id, o.carers, o.payload, o.created_at, o.position';

/** Tells the relay, over Redis, that a transaction with events has committed; if it is not heard, the next look is. */
export function nudgeOver(redis: Redis): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    // One word for all commits of a moment.
    setTimeout(() => {
      due = false;
      redis.publish(NUDGE, '').catch(() => undefined);
    }, NUDGE_AFTER_MS);
  };
}

/**
 * Publishes committed events in the worker: gives each its position, tells the screens, and queues one job for each
 * consumer. PostgreSQL decides what is done (`outbox_deliveries`), so Redis may be emptied at any moment: `sweep`
 * queues again what is not recorded.
 */
@Injectable()
export class Relay {
  private readonly queue: Queue;
  private consumers = new Map<string, Consumer>();
  private worker?: Worker;
  private listener?: Redis;
  private timer?: NodeJS.Timeout;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Redis) private readonly redis: Redis,
    @Inject(Live) private readonly live: Live,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.queue = new Queue(QUEUE, { connection: redis });
    this.queue.on('error', () => undefined);
  }

  /** Begins to publish and to consume. */
  async start(consumers: readonly Consumer[]): Promise<void> {
    this.consumers = new Map(consumers.map((consumer) => [consumer.name, consumer]));
    this.worker = new Worker<{ consumer: string; id: number }>(
      QUEUE,
      (job) => this.consume(job.data.consumer, job.data.id),
      {
        connection: this.redis.duplicate({ maxRetriesPerRequest: null }),
        concurrency: 4,
        // Jobs take milliseconds: what a killed worker held is free again within 15 seconds, not a minute.
        lockDuration: 10_000,
        stalledInterval: 5000,
      },
    );
    this.worker.on('error', () => undefined);
    this.worker.on('failed', (job, error) =>
      this.logger.warn(
        { consumer: job?.data.consumer, outboxId: job?.data.id, name: error.name, code: codeOf(error) },
        'consumer',
      ),
    );
    this.listener = this.redis.duplicate();
    this.listener.on('error', () => undefined);
    this.listener.on('message', () => this.look());
    void this.listener.subscribe(NUDGE).catch(() => undefined);
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
    await this.worker?.close();
    await this.queue.close();
    this.listener?.disconnect();
  }

  private look(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.publishAll()
      .catch((error: unknown) => this.logger.warn({ code: codeOf(error) }, 'relay waits'))
      .finally(() => {
        this.running = null;
        if (this.again) {
          this.again = false;
          this.look();
        }
      });
  }

  private async publishAll(): Promise<void> {
    while (!this.stopped) {
      const rows = await this.assignPositions();
      if (rows.length === 0) return;
      this.live.tell(rows.map((row) => ({ ...toEvent(row), position: row.position })));
      await this.enqueue(rows);
      if (rows.length < BATCH) return;
    }
  }

  private assignPositions(): Promise<Row[]> {
    return this.db.run(systemContext(), async (tx) => {
      const some = await tx.one('SELECT 1 FROM outbox WHERE position IS NULL LIMIT 1');
      if (!some) return [];
      // Held to the commit, so that positions become visible in their order.
      const lock = await tx.one<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
        RELAY_LOCK,
      ]);
      if (!lock?.mine) return [];
      const rows = await tx.sql<Row>(
        `UPDATE outbox o SET position = n.position
         FROM (SELECT id, nextval('outbox_position') AS position
               FROM (SELECT id FROM outbox WHERE position IS NULL ORDER BY id LIMIT ${BATCH}) w) n
         WHERE o.id = n.id RETURNING ${COLUMNS}`,
      );
      return rows.sort((a, b) => a.position - b.position);
    });
  }

  private async enqueue(rows: readonly Pick<Row, 'id' | 'topic'>[]): Promise<void> {
    const jobs = [...this.consumers.values()].flatMap((consumer) =>
      rows
        .filter((row) => consumer.topics.includes(row.topic))
        .map((row) => ({
          name: consumer.name,
          data: { consumer: consumer.name, id: row.id },
          opts: {
            jobId: `${consumer.name}-${row.id}`,
            attempts: 8,
            backoff: { type: 'exponential', delay: 200 },
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
    );
    if (jobs.length > 0) await this.queue.addBulk(jobs);
  }

  private async consume(name: string, id: number): Promise<void> {
    const consumer = this.consumers.get(name);
    if (!consumer) return;
    await this.db.run(systemContext(), async (tx) => {
      const first = await tx.one(
        'INSERT INTO outbox_deliveries (consumer, outbox_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
        [name, id],
      );
      if (!first) return;
      const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM outbox o WHERE id = $1`, [id]);
      if (row) await consumer.consume(tx, toEvent(row));
    });
  }

  /** Queues again what a consumer has not recorded after 5 seconds, and moves its watermark. */
  async sweep(): Promise<void> {
    for (const consumer of this.consumers.values()) {
      const missing = await this.db.run(systemContext(), async (tx) => {
        const rows = await tx.sql<{ id: number; topic: string; position: number; late: boolean }>(
          `SELECT o.id, o.topic, o.position, o.created_at < now() - interval '5 seconds' AS late FROM outbox o
           WHERE o.position > coalesce((SELECT position FROM outbox_watermarks WHERE consumer = $1), 0)
             AND o.topic = ANY ($2)
             AND NOT EXISTS (SELECT 1 FROM outbox_deliveries d WHERE d.consumer = $1 AND d.outbox_id = o.id)
           ORDER BY o.position LIMIT ${BATCH}`,
          [consumer.name, consumer.topics],
        );
        await tx.sql(
          `INSERT INTO outbox_watermarks (consumer, position)
           VALUES ($1, coalesce($2::bigint - 1, (SELECT max(position) FROM outbox), 0))
           ON CONFLICT (consumer) DO UPDATE SET position = greatest(outbox_watermarks.position, excluded.position)`,
          [consumer.name, rows[0]?.position ?? null],
        );
        return rows.filter((row) => row.late);
      });
      await this.enqueue(missing);
    }
  }
}

function toEvent(row: Row): OutboxEvent {
  return {
    id: row.id,
    topic: row.topic,
    key: row.key,
    division: row.division,
    org: row.org,
    personId: row.person_id,
    carers: row.carers,
    payload: row.payload,
    createdAt: row.created_at,
  };
}

function codeOf(error: unknown): string | undefined {
  return (
    (error as { code?: string }).code ?? (error as { driverError?: { code?: string } }).driverError?.code
  );
}
