import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The wall reads what closed lately, and plays the last day again. */
export class OversightWall1700000010020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX alarms_closed ON alarms (closed_at) WHERE closed_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX alarms_closed');
  }
}
