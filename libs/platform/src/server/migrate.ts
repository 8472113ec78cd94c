import { DataSource, type MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/**
 * Runs the migrations that the database has not yet seen, each in a transaction; answers their names.
 * `ownerUrl` signs in as the owner of the schema, never as the application's role.
 */
export async function migrate(ownerUrl: string, migrations: readonly MigrationClass[]): Promise<string[]> {
  const source = await open(ownerUrl, migrations);
  try {
    const run = await source.runMigrations({ transaction: 'each' });
    return run.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

/** Takes every migration back, newest first. */
export async function unmigrate(ownerUrl: string, migrations: readonly MigrationClass[]): Promise<void> {
  const source = await open(ownerUrl, migrations);
  try {
    for (let left = migrations.length; left > 0; left -= 1) await source.undoLastMigration();
  } finally {
    await source.destroy();
  }
}

function open(url: string, migrations: readonly MigrationClass[]): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
  }).initialize();
}
