import type { NodeBackend } from './node-backend.js';
import type { ValueStore } from './value-store.js';

/**
 * Tells a store which tensors of a backend are disposed of, and has it answer who reads one: with a
 * copy, since the memory behind a result is used again.
 *
 * @returns a function that restores the backend's methods, unless someone has replaced them since
 */
export function hookBackend(backend: NodeBackend, store: ValueStore): () => void {
  const original = { disposeData: backend.disposeData, readSync: backend.readSync };
  const hooks: typeof original = {
    disposeData(dataId, force) {
      const isGone = original.disposeData.call(backend, dataId, force);
      if (isGone) store.forget(dataId);
      return isGone;
    },
    readSync: (dataId) => store.copyOf(dataId) ?? original.readSync.call(backend, dataId),
  };
  const own = Object.getOwnPropertyNames(backend);
  Object.assign(backend, hooks);
  return () => {
    for (const name of ['disposeData', 'readSync'] as const) {
      if (backend[name] !== hooks[name]) continue;
      if (own.includes(name)) Object.assign(backend, { [name]: original[name] });
      else delete (backend as Partial<NodeBackend>)[name];
    }
  };
}
