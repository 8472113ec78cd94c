import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Plans made in the background: what was asked, the problem as the planner saw it, and what became of each visit. */
export class Dispatch1700000006500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plans (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        division text NOT NULL,
        org bigint,
        account_id bigint NOT NULL,
        -- Who asked, with scope and roles: the worker plans and assigns as they may.
        cause jsonb NOT NULL,
        request jsonb NOT NULL,
        day date NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
        planner text,
        -- The problem (domain/snapshot.ts): ids, rounded places and times; no names.
        problem jsonb,
        total integer,
        results jsonb NOT NULL DEFAULT '[]',
        assigned integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz
      );
      CREATE INDEX plans_day ON plans (day);
      ${scopePolicy('plans', { division: 'division', org: 'org' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE plans;');
  }
}
