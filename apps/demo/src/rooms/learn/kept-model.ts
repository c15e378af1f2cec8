const DATABASE = 'tfjs-stn-demo';
const STORE = 'models';
const KEY = 'net';

/**
 * Keeps a net's bytes in this browser.
 *
 * @throws Error where the browser doesn't let a page keep anything
 */
export async function keepModel(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await withStore('readwrite', (store) => store.put(bytes, KEY));
}

/** @returns the net's bytes that were kept last, if any were */
export async function keptModel(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const found: unknown = await withStore('readonly', (store) => store.get(KEY));
  return found instanceof Uint8Array ? (found as Uint8Array<ArrayBuffer>) : undefined;
}

async function withStore(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
  const database = (await finished(opening)) as IDBDatabase;
  try {
    return await finished(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function finished(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(new Error('This browser does not let the page keep a net. Save it to a file.')),
    );
  });
}
