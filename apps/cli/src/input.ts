import { readFileSync } from 'node:fs';

/** The caller gave something that cannot be used: one sentence, exit code 2. */
export class InputError extends Error {}

/**
 * Reads a JSON file named on the command line.
 * @throws InputError when it cannot be read or is not JSON.
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(code === 'ENOENT' ? `no such file: ${file}` : `cannot read ${file} (${code})`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}
