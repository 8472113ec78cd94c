import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

const COUNTS = `
        orders integer NOT NULL,
        done integer NOT NULL,
        not_done integer NOT NULL,
        cancelled integer NOT NULL,
        -- Of the orders done: those whose arrival is known, and those that arrived within the window.
        timed integer NOT NULL,
        on_time integer NOT NULL,
        price bigint NOT NULL,
        subsidy bigint NOT NULL,
        self_pay bigint NOT NULL,
        stars integer NOT NULL,
        rated integer NOT NULL,
        counted_at timestamptz NOT NULL,`;

/** Figures by day and community, their sums by month and street, who was served when, and what waits to be counted. */
export class Insight1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE daily_figures (
        day date NOT NULL,
        division text NOT NULL,
        org bigint NOT NULL,
        service text NOT NULL,${COUNTS}
        PRIMARY KEY (day, division, org, service)
      );
      ${scopePolicy('daily_figures', { division: 'division', org: 'org' })}

      -- Sums of daily_figures by month and street: most communities have an order or two a day, so that a year of the
      -- city is nearly as many rows as orders.
      CREATE TABLE monthly_figures (
        month date NOT NULL,
        division text NOT NULL,
        org bigint NOT NULL,
        service text NOT NULL,${COUNTS}
        PRIMARY KEY (month, division, org, service)
      );
      ${scopePolicy('monthly_figures', { division: 'division', org: 'org' })}

      -- Sums of daily_figures by day and county, all providers together (org 0): series over time of the city.
      CREATE TABLE county_figures (
        day date NOT NULL,
        division text NOT NULL,
        org bigint NOT NULL,
        service text NOT NULL,${COUNTS}
        PRIMARY KEY (day, division, org, service)
      );
      ${scopePolicy('county_figures', { division: 'division', org: 'org' })}

      -- The days on which a person was served; org 0 and service '' hold all of them together.
      CREATE TABLE served (
        person_id bigint NOT NULL,
        division text NOT NULL,
        org bigint NOT NULL,
        service text NOT NULL,
        days datemultirange NOT NULL,
        PRIMARY KEY (person_id, division, org, service)
      );
      CREATE INDEX served_kind ON served (org, service, division);
      ${scopePolicy('served', { division: 'division', org: 'org' })}

      -- What has changed and is not yet counted; several changes of one key are one row.
      CREATE TABLE figure_marks (
        day date NOT NULL,
        division text NOT NULL,
        org bigint NOT NULL,
        service text NOT NULL,
        person_id bigint NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (day, division, org, service, person_id)
      );
      ${scopePolicy('figure_marks', { division: 'division', org: 'org' })}

      -- Each nightly recount: how many keys were wrong (there should be none).
      CREATE TABLE figure_checks (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        division text NOT NULL,
        from_day date NOT NULL,
        to_day date NOT NULL,
        keys integer NOT NULL,
        differences integer NOT NULL,
        at timestamptz NOT NULL
      );
      ${scopePolicy('figure_checks', { division: 'division' })}

      -- Recounting a key and listing the rows behind a figure; columns that never change, so that steps of an order stay cheap.
      CREATE INDEX orders_figures ON orders (day, division, org, service);
      -- A provider's own figures, rows and lists.
      CREATE INDEX orders_org ON orders (org, day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX orders_org, orders_figures;
      DROP TABLE figure_checks, figure_marks, served, county_figures, monthly_figures, daily_figures;`);
  }
}
