import testUrl from '../../assets/digits-test.bin?url';
import trainingUrl from '../../assets/digits-training.bin?url';
import type { Digits } from '../../digits/digits.js';
import { unpackDigits } from '../../digits/unpack-digits.js';
import { fetchBytes } from '../../fetch-bytes.js';

const urls = { training: trainingUrl, test: testUrl } as const;
const loaded = new Map<keyof typeof urls, Promise<Digits>>();

/**
 * Loads digits to learn from or to be tested on, once.
 *
 * @throws PlainError if they don't come
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
