import { Worker } from 'node:worker_threads';
import { Problem } from '@heling/platform/server/problem';
import type { Table } from './import-file';
import { problems } from './problems';

const MAX_MS = 60_000;
const MAX_HEAP_MB = 384;
/** The program of `apps/api/src/table-reader.ts`, which is bundled beside that of the api. */
const PROGRAM = new URL('./table-reader.mjs', import.meta.url);

type Answer = { table: Table } | { refusal: Pick<Problem, 'status' | 'code' | 'detail' | 'extra'> };

let last: Promise<unknown> = Promise.resolve();

/** Reads a list in a thread of its own, one at a time; a file that takes too much time or memory is refused. */
export function readInThread(bytes: Uint8Array): Promise<Table> {
  const work = last.then(() => read(bytes));
  last = work.catch(() => undefined);
  return work;
}

function read(bytes: Uint8Array): Promise<Table> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(PROGRAM, {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const tooMuch = () => reject(problems.importFile('文件太大，无法读取，请分成几个文件后再上传。'));
    const late = setTimeout(() => {
      tooMuch();
      void thread.terminate();
    }, MAX_MS);
    thread.once('message', (answer: Answer) => {
      if ('table' in answer) return resolve(answer.table);
      const { status, code, detail, extra } = answer.refusal;
      reject(new Problem(status, code, detail, extra));
    });
    thread.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : reject(error),
    );
    thread.once('exit', () => clearTimeout(late));
  });
}
