import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

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
    throw unreadable(file, error);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}

function unreadable(file: string, error: unknown): InputError {
  const code = (error as NodeJS.ErrnoException).code;
  return new InputError(code === 'ENOENT' ? `no such file: ${file}` : `cannot read ${file} (${code})`);
}

const CHUNK = 1 << 18;

/**
 * The lines of a file, one after another, without ever holding the whole file.
 * @throws InputError when it cannot be read.
 */
export function* linesOf(file: string): Generator<string> {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const buffer = Buffer.alloc(CHUNK);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (;;) {
      let length: number;
      try {
        length = readSync(handle, buffer, 0, CHUNK, null);
      } catch (error) {
        throw unreadable(file, error);
      }
      if (length === 0) break;
      const lines = (rest + decoder.write(buffer.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } finally {
    closeSync(handle);
  }
}
