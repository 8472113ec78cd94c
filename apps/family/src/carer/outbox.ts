import { visitsEvidence, visitsGate, visitsStep, visitsSync, visitsVitalsAfter } from '@heling/ui/api.gen';
import { createClient, problemOf } from '@heling/ui/client';
import {
  addPhoto,
  addStep,
  dropPhoto,
  dropStep,
  photosOf,
  putPhoto,
  putStep,
  stepsOf,
  type Entry,
  type SyncResult,
} from './store';
import { serverNow } from './server-time';

// At a door nobody waits for a dead network: what gets no answer is kept and sent later.
const quick = createClient({ pauses: [], patience: 8000 });
const patient = createClient({ pauses: [], patience: 30_000 });
const AT_ONCE = 100;

/** What became of a step: done by the server (with its answer), or kept on the phone. */
export type Recorded = { kept: true } | { kept: false; answer: unknown };

/**
 * Records a step. With a network it goes to the server at once and its refusal is thrown (an `ApiProblem`); without
 * one, or while earlier steps still wait, it is kept in order and sent later with the time at which it happened. What
 * went out and got no answer is kept too: should it have come through, the server says that it has it already.
 */
export async function record(account: number, entry: Entry, label: string): Promise<Recorded> {
  const at = serverNow().toISOString();
  const waiting = (await stepsOf(account)).some(
    (step) => !step.refused && step.entry.visitId === entry.visitId,
  );
  if (navigator.onLine && !waiting) {
    try {
      return { kept: false, answer: await send(entry) };
    } catch (error) {
      if (!problemOf(error).unanswered) throw error;
    }
  }
  await addStep({ account, entry: timed(entry, at), label, at });
  void flush(account);
  return { kept: true };
}

function send(entry: Entry): Promise<unknown> {
  const params = { id: entry.visitId };
  if (entry.kind === 'step') return quick.call(visitsStep, { params, body: entry.step });
  if (entry.kind === 'gate') return quick.call(visitsGate, { params, body: entry.gate });
  return quick.call(visitsVitalsAfter, { params, body: entry.vitalsAfter });
}

/** When it happened goes along; the version does not: the server was not seen since. */
function timed(entry: Entry, at: string): Entry {
  if (entry.kind === 'step') return { ...entry, step: { ...entry.step, version: undefined, at } };
  if (entry.kind === 'gate') return { ...entry, gate: { ...entry.gate, at } };
  return { ...entry, vitalsAfter: { ...entry.vitalsAfter, at } };
}

const SETTLED: readonly SyncResult['result'][] = ['applied', 'already'];
let flushing: Promise<boolean> | null = null;

/** Sends what waits, in order; true when nothing waits any more. One at a time, also over several tabs. */
export function flush(account: number): Promise<boolean> {
  flushing ??= locked(() => sendAll(account)).finally(() => {
    flushing = null;
  });
  return flushing;
}

async function locked(work: () => Promise<boolean>): Promise<boolean> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('heling-carer', async () => work());
}

async function sendAll(account: number): Promise<boolean> {
  try {
    for (;;) {
      const steps = (await stepsOf(account)).filter((step) => !step.refused).slice(0, AT_ONCE);
      if (steps.length === 0) break;
      const { results } = await patient.call(visitsSync, {
        body: { entries: steps.map((step) => step.entry) },
      });
      for (const step of steps) {
        const result = results.find((each) => each.key === step.entry.key);
        if (result && SETTLED.includes(result.result)) await dropStep(step.seq!);
        else {
          await putStep({
            ...step,
            refused: {
              result: result?.result === 'conflict' ? 'conflict' : 'refused',
              detail: result?.detail ?? '系统没有收下这一步，请打电话告诉调度员。',
            },
          });
        }
      }
    }
    for (const photo of await photosOf(account)) if (!photo.refused) await sendPhoto(photo);
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (!problem.unanswered && problem.status !== 401) {
      // The whole batch is refused as malformed: nothing must block what comes after it.
      for (const step of (await stepsOf(account)).filter((each) => !each.refused)) {
        await putStep({ ...step, refused: { result: 'refused', detail: problem.message } });
      }
    }
    return false;
  }
}

async function sendPhoto(photo: Awaited<ReturnType<typeof photosOf>>[number]): Promise<void> {
  try {
    await patient.upload(visitsEvidence, {
      params: { id: photo.visitId },
      file: photo.photo,
      fileName: `visit-${photo.visitId}.jpg`,
      fields: { kind: 'photo', takenAt: photo.takenAt, consent: 'asked' },
    });
    await dropPhoto(photo.seq!);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.unanswered || problem.status === 401) throw error;
    await putPhoto({ ...photo, refused: problem.message });
  }
}

/** Keeps a photograph and sends it as soon as there is a network. */
export async function recordPhoto(account: number, visitId: number, photo: Blob): Promise<void> {
  await addPhoto({ account, visitId, takenAt: serverNow().toISOString(), photo });
  void flush(account);
}
