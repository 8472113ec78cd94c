import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from './input';

/** The state folder of `npm start`. */
export function stateDir(): string {
  return path.resolve(process.env.HELING_STATE_DIR ?? '.heling');
}

/**
 * The database that is named, of the environment, or of `npm start`.
 * @throws InputError when there is none.
 */
export function databaseUrl(given: string | undefined): string {
  const url = given ?? process.env.DATABASE_URL ?? embeddedUrl();
  if (!url) throw new InputError('name the database with --database or DATABASE_URL');
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new InputError('--database must be an address like postgresql://user:password@host:5432/name');
  }
  return url;
}

/** The database that `npm start` runs. */
function embeddedUrl(): string | undefined {
  const ports = readState<{ postgres?: number }>('ports.json');
  const password = secrets()?.passwords?.app;
  return ports?.postgres && password
    ? `postgresql://heling_app:${password}@127.0.0.1:${ports.postgres}/heling`
    : undefined;
}

/** The secrets of the state folder. */
export function secrets() {
  return readState<{ keys?: Record<string, string>; passwords?: Record<string, string> }>('secrets.json');
}

function readState<T>(name: string): T | undefined {
  const file = path.join(stateDir(), name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
