import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Dry runs of packs: what everybody would get by a draft, without touching any account. */
export class BenefitDryRuns1700000011010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE benefit_dry_runs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        pack_id bigint NOT NULL REFERENCES benefit_packs,
        -- Jurisdiction of the draft.
        division text NOT NULL,
        month date NOT NULL,
        -- The draft as it was: it may be changed while this is calculated.
        data jsonb NOT NULL,
        state text NOT NULL DEFAULT 'calculating' CHECK (state IN ('calculating', 'done')),
        -- The last person judged: a killed worker goes on behind them.
        reached bigint NOT NULL DEFAULT 0,
        people integer NOT NULL,
        -- Sums, groups and examples by person number; of one size however many people there are.
        summary jsonb NOT NULL,
        started_by bigint NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX benefit_dry_runs_pack ON benefit_dry_runs (pack_id, id);
      CREATE UNIQUE INDEX benefit_dry_runs_one ON benefit_dry_runs (pack_id) WHERE state = 'calculating';
      ${scopePolicy('benefit_dry_runs', { division: 'division' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE benefit_dry_runs');
  }
}
