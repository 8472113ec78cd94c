import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Daily figures by community, provider and service; recounted from the rows whenever a visit of that day changes. */
export class Insight1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE daily_figures (
        day date NOT NULL,
        division text NOT NULL,
        org bigint NOT NULL,
        service text NOT NULL,
        orders integer NOT NULL,
        done integer NOT NULL,
        not_done integer NOT NULL,
        cancelled integer NOT NULL,
        price bigint NOT NULL,
        subsidy bigint NOT NULL,
        self_pay bigint NOT NULL,
        stars integer NOT NULL,
        rated integer NOT NULL,
        counted_at timestamptz NOT NULL,
        PRIMARY KEY (day, division, org, service)
      );
      ${scopePolicy('daily_figures', { division: 'division', org: 'org' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE daily_figures;`);
  }
}
