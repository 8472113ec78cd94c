import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Requests to erase a person's data (PIPL article 47). */
export class Erasures1700000004500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erasures (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        reason text NOT NULL,
        paper text,
        requested_by bigint NOT NULL,
        requested_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
        decided_by bigint,
        decided_at timestamptz,
        decision text,
        version integer NOT NULL DEFAULT 1,
        CHECK (decided_by <> requested_by)
      );
      CREATE UNIQUE INDEX erasures_open ON erasures (person_id) WHERE state = 'waiting';
      ${scopePolicy('erasures', { division: 'division', person: 'person_id' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE erasures;`);
  }
}
