import type { SavedNet } from '../../model/saved-net.js';
import { PlainError } from '../../plain-error.js';

const DATABASE = 'tfjs-stn-demo';
const STORE = 'models';
const KEY = 'tfjs-model';

/**
 * Saves a net in this browser.
 *
 * @throws PlainError if the browser doesn't allow that
 */
export async function keepModel(net: SavedNet): Promise<void> {
  await withStore('readwrite', (store) => store.put(net, KEY));
}

/** @returns the net that was saved last, if any */
export async function keptModel(): Promise<SavedNet | undefined> {
  return (await withStore('readonly', (store) => store.get(KEY))) as SavedNet | undefined;
}

async function withStore(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  try {
    const database = await opened();
    try {
      return await done(database.transaction(STORE, mode), act);
    } finally {
      database.close();
    }
  } catch {
    // Private windows and full disks refuse in several ways, and even opening may throw.
    throw new PlainError('This browser does not let the page save a net. Save it to files.');
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error ?? new Error('refused')));
  });
}

/** A request's result, once its transaction is complete: before that it can be rolled back. */
function done(
  transaction: IDBTransaction,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore(STORE));
    const fail = (): void => reject(transaction.error ?? new Error('refused'));
    transaction.addEventListener('complete', () => resolve(request.result));
    transaction.addEventListener('abort', fail);
    transaction.addEventListener('error', fail);
  });
}
