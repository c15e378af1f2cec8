import { engine, findBackendFactory, setBackend } from '@tensorflow/tfjs-core';

/** What to do about backends that take more than an install. */
const remedies: Readonly<Record<string, string>> = {
  tensorflow:
    ". @tensorflow/tfjs-node takes a native addon: 'npm run tfjs-node' builds it in the repository of tfjs-stn, 'npm rebuild @tensorflow/tfjs-node' downloads it elsewhere",
};

/** Why a backend can't be used, or undefined if it can. Leaves the current backend as it was. */
export async function backendAbsence(
  name: string,
  load: (() => unknown) | undefined,
): Promise<string | undefined> {
  try {
    await load?.();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error))
      .trim()
      .split('\n');
    return `it failed to load (${reason.trim()})${remedies[name] ?? ''}`;
  }
  if (!findBackendFactory(name)) return 'it is not registered with tfjs';
  const former = engine().backendName;
  const initialised = await setBackend(name);
  if (former) await setBackend(former);
  return initialised ? undefined : 'it failed to initialise';
}
