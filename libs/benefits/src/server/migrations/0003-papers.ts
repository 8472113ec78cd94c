import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Papers of applications. */
export class Benefits1700000011020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE benefit_papers (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entitlement_id bigint NOT NULL REFERENCES entitlements,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        kind text NOT NULL,
        -- Path of the sealed file below the store of evidence.
        file text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL,
        sha256 bytea NOT NULL,
        account_id bigint NOT NULL,
        at timestamptz NOT NULL,
        UNIQUE (entitlement_id, sha256)
      );
      CREATE INDEX benefit_papers_person ON benefit_papers (person_id);
      ${scopePolicy('benefit_papers', { division: 'division', person: 'person_id' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE benefit_papers;');
  }
}
