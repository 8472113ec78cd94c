import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, scopePolicy } from '@heling/platform/server/scope-policy';

/**
 * Packs, entitlements, facts, payees, ledger, payment runs, debts. Months are dates of their first day, money is fen.
 * The ledger is insert-only; a balance is its sum, under checks that no program can pay past.
 */
export class Benefits1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const person = { division: 'division', person: 'person_id' };
    const scheme = `scheme text NOT NULL CHECK (scheme IN ('old-age-allowance', 'disability-living', 'disability-care'))`;
    await runner.query(`
      CREATE TABLE benefit_packs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        ${scheme},
        pack_version text NOT NULL,
        jurisdiction text NOT NULL,
        -- First month whose run is judged by this pack; it then judges all months, by the dates inside it.
        effective_from date NOT NULL,
        data jsonb NOT NULL,
        notice_days integer NOT NULL CHECK (notice_days BETWEEN 1 AND 60),
        drafted_by bigint NOT NULL,
        drafted_at timestamptz NOT NULL,
        first_signer bigint,
        first_signed_at timestamptz,
        second_signer bigint,
        published_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT benefit_packs_two_people CHECK (first_signer IS DISTINCT FROM second_signer OR first_signer IS NULL),
        CHECK ((second_signer IS NULL) = (published_at IS NULL))
      );
      CREATE UNIQUE INDEX benefit_packs_once ON benefit_packs (scheme, jurisdiction, pack_version);
      CREATE UNIQUE INDEX benefit_packs_month ON benefit_packs (scheme, jurisdiction, effective_from)
        WHERE published_at IS NOT NULL;
      ${grant('benefit_packs', 'SELECT, INSERT, UPDATE')}

      CREATE TABLE entitlements (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        ${scheme},
        state text NOT NULL DEFAULT 'applied'
          CHECK (state IN ('applied', 'reviewed', 'notice', 'granted', 'refused', 'sentBack', 'objected')),
        received date NOT NULL,
        source text NOT NULL CHECK (source IN ('family', 'staff', 'system')),
        official_relative boolean NOT NULL DEFAULT false,
        -- Why refused, sent back or objected to, sealed under the data key.
        reason bytea,
        reviewer bigint,
        decider bigint,
        notice_until date,
        due_on date,
        granted_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CHECK (state <> 'notice' OR notice_until IS NOT NULL)
      );
      CREATE UNIQUE INDEX entitlements_one ON entitlements (person_id, scheme);
      CREATE INDEX entitlements_granted ON entitlements (person_id) WHERE state = 'granted';
      CREATE INDEX entitlements_state ON entitlements (state, id);
      ${scopePolicy('entitlements', person)}
      CREATE TABLE entitlement_steps (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entitlement_id bigint NOT NULL REFERENCES entitlements,
        person_id bigint NOT NULL,
        division text NOT NULL,
        at timestamptz NOT NULL,
        account_id bigint,
        step text NOT NULL,
        state text NOT NULL,
        reason bytea
      );
      CREATE INDEX entitlement_steps_of ON entitlement_steps (entitlement_id, id);
      ${scopePolicy('entitlement_steps', person)}

      -- What the engine is told of a person besides birth, death and residence.
      CREATE TABLE benefit_facts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('certification', 'extension', 'disability', 'minimumLiving', 'specialHardship',
          'workInjuryCare', 'careNeed', 'paidElsewhere', 'visitAttempt')),
        -- Half-open; a certification is its day, an extension the first day of the month it lengthens by.
        valid_from date NOT NULL,
        valid_to date,
        grade integer,
        detail text,
        recorded_by bigint,
        recorded_at timestamptz NOT NULL,
        withdrawn_at timestamptz
      );
      CREATE INDEX benefit_facts_person ON benefit_facts (person_id) WHERE withdrawn_at IS NULL;
      CREATE UNIQUE INDEX benefit_facts_extension ON benefit_facts (person_id, valid_from)
        WHERE kind = 'extension' AND withdrawn_at IS NULL;
      ${scopePolicy('benefit_facts', person)}

      CREATE TABLE payees (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        -- JSON {name, bank, account} sealed under the data key.
        sealed bytea NOT NULL,
        account_index bytea NOT NULL,
        proxy_relation text,
        valid_from date NOT NULL,
        proposed_by bigint NOT NULL,
        proposed_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'rejected')),
        decided_by bigint,
        decided_at timestamptz,
        CONSTRAINT payees_two_people CHECK (decided_by IS NULL OR decided_by <> proposed_by)
      );
      CREATE INDEX payees_person ON payees (person_id, valid_from);
      CREATE INDEX payees_account ON payees (account_index) WHERE state = 'confirmed';
      ${scopePolicy('payees', person)}

      CREATE TABLE benefit_balances (
        person_id bigint NOT NULL REFERENCES persons,
        ${scheme},
        month date NOT NULL,
        division text NOT NULL,
        authorised bigint NOT NULL,
        reserved bigint NOT NULL DEFAULT 0,
        paid bigint NOT NULL DEFAULT 0,
        written_off bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (person_id, scheme, month),
        CONSTRAINT benefit_balances_never_more CHECK (reserved >= 0 AND paid >= 0 AND reserved + paid <= authorised),
        CHECK (written_off >= 0 AND written_off <= paid)
      );
      ${scopePolicy('benefit_balances', person)}

      CREATE TABLE benefit_runs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        division text NOT NULL,
        month date NOT NULL,
        state text NOT NULL DEFAULT 'calculating'
          CHECK (state IN ('calculating', 'calculated', 'firstSigned', 'signed', 'sent', 'closed')),
        -- The last person calculated: a killed worker goes on behind them.
        reached bigint NOT NULL DEFAULT 0,
        started_by bigint NOT NULL,
        started_at timestamptz NOT NULL,
        calculated_at timestamptz,
        first_signer bigint,
        second_signer bigint,
        signed_at timestamptz,
        closed_by bigint,
        closed_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT benefit_runs_two_people CHECK (first_signer IS DISTINCT FROM second_signer OR first_signer IS NULL)
      );
      CREATE UNIQUE INDEX benefit_runs_once ON benefit_runs (division, month);
      ${scopePolicy('benefit_runs', { division: 'division' })}

      -- What one person gets from one run: one row of the bank's file.
      CREATE TABLE benefit_payments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        run_id bigint NOT NULL REFERENCES benefit_runs,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        month date NOT NULL,
        fen bigint NOT NULL CHECK (fen >= 0),
        last_fen bigint NOT NULL,
        change text NOT NULL CHECK (change IN ('same', 'new', 'stopped', 'changed')),
        change_reason text,
        state text NOT NULL DEFAULT 'ready'
          CHECK (state IN ('ready', 'nothing', 'held', 'dropped', 'sent', 'paid', 'rejected', 'unknown')),
        hold_code text,
        -- What a person wrote, sealed under the data key.
        hold_reason bytea,
        payee_id bigint REFERENCES payees,
        bank_code text,
        -- The bank contradicted itself; nothing more is sent to this person until somebody has asked.
        conflict boolean NOT NULL DEFAULT false,
        answered_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (run_id, person_id),
        CHECK ((state = 'held') = (hold_code IS NOT NULL))
      );
      CREATE INDEX benefit_payments_person ON benefit_payments (person_id);
      CREATE INDEX benefit_payments_work ON benefit_payments (state, id) WHERE state IN ('held', 'rejected', 'unknown') OR conflict;
      ${scopePolicy('benefit_payments', person)}
      CREATE TABLE benefit_lines (
        run_id bigint NOT NULL,
        payment_id bigint NOT NULL REFERENCES benefit_payments,
        person_id bigint NOT NULL,
        division text NOT NULL,
        ${scheme},
        month date NOT NULL,
        fen bigint NOT NULL CHECK (fen >= 0),
        reason text NOT NULL,
        pack_id bigint NOT NULL REFERENCES benefit_packs,
        PRIMARY KEY (run_id, person_id, scheme, month)
      );
      CREATE INDEX benefit_lines_payment ON benefit_lines (payment_id);
      ${scopePolicy('benefit_lines', person)}

      CREATE TABLE benefit_files (
        run_id bigint PRIMARY KEY REFERENCES benefit_runs,
        division text NOT NULL,
        file_no text NOT NULL UNIQUE,
        -- The file as sent, sealed under the data key: sent again it is the same.
        content bytea NOT NULL,
        sha256 text NOT NULL,
        rows integer NOT NULL,
        fen bigint NOT NULL,
        made_at timestamptz NOT NULL,
        delivered_at timestamptz
      );
      ${scopePolicy('benefit_files', { division: 'division' })}

      CREATE TABLE benefit_openings (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        division text NOT NULL,
        sha256 text NOT NULL UNIQUE,
        rows integer NOT NULL,
        fen bigint NOT NULL,
        imported_by bigint NOT NULL,
        imported_at timestamptz NOT NULL
      );
      ${scopePolicy('benefit_openings', { division: 'division' })}

      CREATE TABLE benefit_debts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES persons,
        division text NOT NULL,
        ${scheme},
        from_month date NOT NULL,
        to_month date NOT NULL,
        fen bigint NOT NULL CHECK (fen >= 0),
        recovered bigint NOT NULL DEFAULT 0,
        written_off bigint NOT NULL DEFAULT 0,
        reason text NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled')),
        instalments integer NOT NULL DEFAULT 1,
        claimed_by bigint NOT NULL,
        claimed_at timestamptz NOT NULL,
        due_on date NOT NULL,
        write_off_by bigint,
        write_off_reason bytea,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT benefit_debts_never_more CHECK (recovered >= 0 AND written_off >= 0 AND recovered + written_off <= fen)
      );
      -- One open claim at a time: the next one is made from what is then overpaid.
      CREATE UNIQUE INDEX benefit_debts_open ON benefit_debts (person_id, scheme) WHERE state = 'open';
      ${scopePolicy('benefit_debts', person)}

      CREATE TABLE benefit_ledger (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        person_id bigint NOT NULL,
        division text NOT NULL,
        ${scheme},
        month date NOT NULL,
        kind text NOT NULL CHECK (kind IN ('opening', 'paid', 'recovered', 'writtenOff')),
        -- What the person got; recoveries are negative, write-offs move no money.
        fen bigint NOT NULL,
        payment_id bigint REFERENCES benefit_payments,
        opening_id bigint REFERENCES benefit_openings,
        debt_id bigint REFERENCES benefit_debts
      );
      CREATE UNIQUE INDEX benefit_ledger_paid_once ON benefit_ledger (payment_id, scheme, month) WHERE kind = 'paid';
      CREATE INDEX benefit_ledger_person ON benefit_ledger (person_id, scheme, month);
      ${scopePolicy('benefit_ledger', person)}
      -- Its division follows the person; nothing else of it changes.
      REVOKE UPDATE, DELETE ON benefit_ledger FROM heling_app;
      GRANT UPDATE (division) ON benefit_ledger TO heling_app;

      -- The sandbox bank's own books, in the place of a real bank.
      CREATE TABLE sandbox_bank_files (
        file_no text PRIMARY KEY,
        division text NOT NULL,
        received_at timestamptz NOT NULL,
        answered integer NOT NULL DEFAULT 0
      );
      ${scopePolicy('sandbox_bank_files', { division: 'division' })}
      CREATE TABLE sandbox_bank_rows (
        file_no text NOT NULL REFERENCES sandbox_bank_files,
        reference text NOT NULL,
        division text NOT NULL,
        fen bigint NOT NULL,
        result text NOT NULL CHECK (result IN ('paid', 'rejected', 'unknown')),
        PRIMARY KEY (file_no, reference)
      );
      ${scopePolicy('sandbox_bank_rows', { division: 'division' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sandbox_bank_rows, sandbox_bank_files, benefit_ledger, benefit_debts, benefit_openings, benefit_files,
        benefit_lines, benefit_payments, benefit_runs, benefit_balances, payees, benefit_facts, entitlement_steps,
        entitlements, benefit_packs;
    `);
  }
}
