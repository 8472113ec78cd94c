import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Webhooks: other systems that hear of events in their scope. */
export class Exchange1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id bigint NOT NULL,
        division text NOT NULL,
        url text NOT NULL,
        secret bytea NOT NULL,
        topics text[] NOT NULL,
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'removed')),
        created_at timestamptz NOT NULL,
        -- Events published up to here are not posted: they were before its time.
        from_position bigint NOT NULL,
        version integer NOT NULL DEFAULT 1
      );
      ${scopePolicy('webhooks', { division: 'division' })}
      CREATE TABLE webhook_deliveries (
        webhook_id bigint NOT NULL REFERENCES webhooks,
        outbox_id bigint NOT NULL,
        division text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given_up')),
        attempts integer NOT NULL DEFAULT 0,
        -- The next attempt; while one is under way, when another worker may take over.
        next_at timestamptz NOT NULL,
        noted_at timestamptz NOT NULL,
        -- HTTP status of the last attempt; null when there was no answer.
        last_status integer,
        PRIMARY KEY (webhook_id, outbox_id)
      );
      CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at) WHERE state = 'waiting';
      ${scopePolicy('webhook_deliveries', { division: 'division' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_deliveries, webhooks;`);
  }
}
