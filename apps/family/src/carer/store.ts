/**
 * What a carer's phone keeps for work without a network, in IndexedDB: copies of the last answers, the steps that the
 * server has not got yet, and photographs to be uploaded. Copies are deleted at sign-out; unsent steps never are.
 */
import type { CallInput, Output } from '@heling/platform/contract/route';
import type { visitsSync } from '@heling/ui/api.gen';
import type { RouteAddress } from '@heling/ui/route-address';

type SpecOf<A> = A extends RouteAddress<infer S> ? S : never;
export type Entry = CallInput<SpecOf<typeof visitsSync>>['body']['entries'][number];
export type SyncResult = Output<SpecOf<typeof visitsSync>>['results'][number];

/** A step that happened and is not known to the server, or that it did not take. */
export interface Unsent {
  /** Order in which they happened. */
  seq?: number;
  account: number;
  entry: Entry;
  /** For the list that a person looks at: what, where. */
  label: string;
  at: string;
  /** Absent while it waits; what the server said when it did not take it. */
  refused?: { result: 'conflict' | 'refused'; detail: string };
}
export interface UnsentPhoto {
  seq?: number;
  account: number;
  visitId: number;
  takenAt: string;
  photo: Blob;
  /** What the server said when it did not take it. */
  refused?: string;
}
export interface Copy<T> {
  at: string;
  data: T;
}

const NAME = 'heling-carer';
/** As long as the server takes records from offline. */
const COPY_MS = 72 * 3_600_000;
let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('copies');
      request.result.createObjectStore('steps', { keyPath: 'seq', autoIncrement: true });
      request.result.createObjectStore('photos', { keyPath: 'seq', autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
  return opened;
}

type StoreName = 'copies' | 'steps' | 'photos';
async function run<T>(
  store: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    // Done is done only when it is on the disk.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
  });
}

const listeners = new Set<() => void>();
/** Hears of every change of what is unsent. */
export function onUnsent(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
function tell(): void {
  for (const listener of listeners) listener();
}

export const keepCopy = (name: string, data: unknown): Promise<IDBValidKey> =>
  run('copies', 'readwrite', (store) => store.put({ at: new Date().toISOString(), data }, name));
/** A copy that is not too old to be of use; one that is takes all of them with it. */
export async function copyOf<T>(name: string): Promise<Copy<T> | undefined> {
  const copy = await run('copies', 'readonly', (store) => store.get(name) as IDBRequest<Copy<T> | undefined>);
  if (!copy || Date.now() - Date.parse(copy.at) < COPY_MS) return copy;
  await forgetAll();
  return undefined;
}
/** Forgets the copies of answers; what is unsent stays for its account. */
export const forgetAll = (): Promise<undefined> => run('copies', 'readwrite', (store) => store.clear());

export async function addStep(step: Unsent): Promise<void> {
  await run('steps', 'readwrite', (store) => store.add(step));
  tell();
}
export async function putStep(step: Unsent): Promise<void> {
  await run('steps', 'readwrite', (store) => store.put(step));
  tell();
}
export async function dropStep(seq: number): Promise<void> {
  await run('steps', 'readwrite', (store) => store.delete(seq));
  tell();
}
/** In the order in which they happened. */
export const stepsOf = async (account: number): Promise<Unsent[]> =>
  (await run('steps', 'readonly', (store) => store.getAll() as IDBRequest<Unsent[]>)).filter(
    (step) => step.account === account,
  );

export async function addPhoto(photo: UnsentPhoto): Promise<void> {
  await run('photos', 'readwrite', (store) => store.add(photo));
  tell();
}
export async function putPhoto(photo: UnsentPhoto): Promise<void> {
  await run('photos', 'readwrite', (store) => store.put(photo));
  tell();
}
export async function dropPhoto(seq: number): Promise<void> {
  await run('photos', 'readwrite', (store) => store.delete(seq));
  tell();
}
export const photosOf = async (account: number): Promise<UnsentPhoto[]> =>
  (await run('photos', 'readonly', (store) => store.getAll() as IDBRequest<UnsentPhoto[]>)).filter(
    (photo) => photo.account === account,
  );
