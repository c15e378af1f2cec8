import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';

import { Absent } from '../contestants/absent.js';

/**
 * Makes a backend the current one.
 *
 * @throws Absent if it does not start here
 */
export async function useBackend(name: string): Promise<void> {
  // Asked for without being there, tfjs would start some other backend.
  if (current() === name) return;
  const started = await setBackend(name).catch(() => false);
  if (!started) throw new Absent(`tfjs's backend ${name} does not start on this machine`);
  await ready();
}

function current(): string | undefined {
  try {
    return getBackend();
  } catch {
    return undefined;
  }
}
