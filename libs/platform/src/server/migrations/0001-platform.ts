import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, scopePolicy } from '../scope-policy';

/**
 * Scope functions, the outbox, deliveries and idempotency keys.
 * `heling.scope` is what `scopeSetting` makes: array literals of division prefixes|organisations|persons|carers.
 */
export class Platform1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const list = (name: string, place: number, type: string) => `
      CREATE FUNCTION ${name}() RETURNS ${type}[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT coalesce(nullif(split_part(current_setting('heling.scope', true), '|', ${place}), '')::${type}[], '{}')
      $$;`;
    await runner.query(`
      ${list('scope_divisions', 1, 'text')}
      ${list('scope_orgs', 2, 'bigint')}
      ${list('scope_persons', 3, 'bigint')}
      ${list('scope_carers', 4, 'bigint')}

      CREATE TABLE platform_meta (key text PRIMARY KEY, value jsonb NOT NULL);
      ${grant('platform_meta', 'SELECT')}

      CREATE SEQUENCE outbox_position;
      GRANT USAGE ON SEQUENCE outbox_position TO heling_app;
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        division text NOT NULL,
        org bigint,
        person_id bigint,
        carers bigint[] NOT NULL DEFAULT '{}',
        payload jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        position bigint
      );
      CREATE INDEX outbox_unpublished ON outbox (id) WHERE position IS NULL;
      CREATE UNIQUE INDEX outbox_by_position ON outbox (position);
      ${scopePolicy('outbox', { division: 'division', org: 'org', person: 'person_id', carers: 'carers' })}

      CREATE TABLE outbox_deliveries (
        consumer text NOT NULL,
        outbox_id bigint NOT NULL,
        done_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, outbox_id)
      );
      ${grant('outbox_deliveries')}
      -- Up to which position a consumer has recorded everything: where its sweep begins to look.
      CREATE TABLE outbox_watermarks (consumer text PRIMARY KEY, position bigint NOT NULL DEFAULT 0);
      ${grant('outbox_watermarks')}

      CREATE TABLE idempotency_keys (
        account_id bigint NOT NULL,
        key text NOT NULL,
        route text NOT NULL,
        body_hash bytea NOT NULL,
        response jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (account_id, key)
      );
      ${grant('idempotency_keys')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotency_keys, outbox_watermarks, outbox_deliveries, outbox, platform_meta;
      DROP SEQUENCE outbox_position;
      DROP FUNCTION scope_divisions(), scope_orgs(), scope_persons(), scope_carers();
    `);
  }
}
