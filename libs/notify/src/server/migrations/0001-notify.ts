import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

/** Messages to phones, as handed to the channel's adapter. */
export class Notify1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE messages (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        channel text NOT NULL CHECK (channel IN ('sms')),
        division text NOT NULL,
        person_id bigint,
        account_id bigint,
        -- JSON {phone, text} sealed under the data key.
        content bytea NOT NULL,
        -- Keyed index of the phone, for the demonstration's telephone.
        phone_index bytea,
        template text NOT NULL,
        -- The event that caused it, so that a repeated delivery sends nothing twice.
        cause text UNIQUE,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL,
        -- When it is tried next, and from when on it helps nobody any more.
        next_at timestamptz NOT NULL,
        useful_until timestamptz,
        sent_at timestamptz
      );
      CREATE INDEX messages_waiting ON messages (next_at) WHERE state = 'waiting';
      CREATE INDEX messages_person ON messages (person_id) WHERE person_id IS NOT NULL;
      CREATE INDEX messages_account ON messages (account_id) WHERE account_id IS NOT NULL;
      CREATE INDEX messages_phone ON messages (phone_index, id);
      ${scopePolicy('messages', { division: 'division', person: 'person_id' })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE messages;`);
  }
}
