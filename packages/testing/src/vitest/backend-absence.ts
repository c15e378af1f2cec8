import { engine, findBackendFactory, setBackend } from '@tensorflow/tfjs-core';

/** Why a backend can't be used, or undefined if it can. Leaves the current backend as it was. */
export async function backendAbsence(
  name: string,
  load: (() => unknown) | undefined,
): Promise<string | undefined> {
  try {
    await load?.();
  } catch (error) {
    return `it failed to load (${error instanceof Error ? error.message : String(error)})`;
  }
  if (!findBackendFactory(name)) return 'it is not registered with tfjs';
  const former = engine().backendName;
  const initialised = await setBackend(name);
  if (former) await setBackend(former);
  return initialised ? undefined : 'it failed to initialise';
}
