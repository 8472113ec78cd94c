import { randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default kind) by OWASP's second choice: 19 MiB, two passes. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a random password that nobody knows: what the password for an unknown login is compared with. */
const NOBODY = hash(randomBytes(24).toString('base64'), PARAMETERS);

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** Is it the password of the hash? Takes as long when there is no account (`stored` null), and is then false. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const same = await verify(stored ?? (await NOBODY), password);
  return same && stored !== null;
}

/** Letters and digits that are not mistaken for one another when read out. */
const READABLE = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];

/** A one-time initial password of 14 signs, to be read out or written down. */
export function initialPassword(): string {
  const pick = (from: string) => from[randomInt(from.length)]!;
  const signs = [...READABLE.map(pick), ...Array.from({ length: 11 }, () => pick(READABLE.join('')))];
  for (let i = signs.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [signs[i], signs[j]] = [signs[j]!, signs[i]!];
  }
  return signs.join('');
}
