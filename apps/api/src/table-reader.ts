import { parentPort, workerData } from 'node:worker_threads';
import { readTable } from '@heling/people/server/import-file';
import { Problem } from '@heling/platform/server/problem';

// A thread of the api that reads one uploaded list: a big one takes a second, in which the api must go on answering.
try {
  parentPort?.postMessage({ table: await readTable(workerData as Uint8Array) });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  const { status, code, detail, extra } = error;
  parentPort?.postMessage({ refusal: { status, code, detail, extra } });
}
