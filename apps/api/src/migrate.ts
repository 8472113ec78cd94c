import { migrate } from '@heling/platform/server/migrate';
import { migrations } from './migrations';

/** Brings the database of DATABASE_OWNER_URL to the newest schema; run before the api and the worker start. */
const url = process.env.DATABASE_OWNER_URL;
if (!url) {
  process.stderr.write('DATABASE_OWNER_URL is not set\n');
  process.exit(2);
}
const names = await migrate(url, migrations);
process.stdout.write(`${names.length} migrations run\n`);
