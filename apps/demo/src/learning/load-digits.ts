import { unpackDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import testUrl from '../assets/digits-test.bin?url';
import trainingUrl from '../assets/digits-training.bin?url';
import { fetchBytes } from '../fetch-bytes.js';

const urls = { training: trainingUrl, test: testUrl } as const;
const loaded = new Map<keyof typeof urls, Promise<Digits>>();

/**
 * Loads the training or the test digits, once.
 *
 * @throws PlainError if they can't be loaded
 */
export function loadDigits(set: keyof typeof urls): Promise<Digits> {
  const known = loaded.get(set);
  if (known) return known;
  const loading = fetchDigits(urls[set]);
  loaded.set(set, loading);
  loading.catch(() => loaded.delete(set));
  return loading;
}

async function fetchDigits(url: string): Promise<Digits> {
  const packed = await fetchBytes(new URL(url, self.location.href), 'The digits');
  const plain = new Response(packed).body?.pipeThrough(new DecompressionStream('gzip'));
  return unpackDigits(new Uint8Array(await new Response(plain).arrayBuffer()));
}
