/** The words of a kernel's call in the order of their addresses, int32 but for `floats`. */
export interface CallLayout {
  readonly words: readonly string[];
  readonly floats: readonly string[];
}

/** What is written to the words of a call. */
export type CallValues<Layout extends CallLayout> = {
  readonly [Word in Layout['words'][number]]: number | boolean;
};

/** Bytes of a call, rounded up to whole vectors. */
export function callBytes({ words }: CallLayout): number {
  return Math.ceil(words.length / 4) * 16;
}

/**
 * Writes a call where a kernel is to find it.
 *
 * @param address a multiple of 4
 */
export function writeCall<Layout extends CallLayout>(
  buffer: ArrayBufferLike,
  address: number,
  { words, floats }: Layout,
  values: CallValues<Layout>,
): void {
  // Typed arrays convert booleans to numbers.
  const numbers = values as { readonly [word: string]: number };
  // Typed arrays, as tensors are written with: a DataView took four times as long.
  const integers = new Int32Array(buffer, address, words.length);
  for (let index = 0; index < words.length; index++) {
    integers[index] = numbers[words[index] as string] as number;
  }
  if (floats.length === 0) return;
  const reals = new Float32Array(buffer, address, words.length);
  for (const word of floats) reals[words.indexOf(word)] = numbers[word] as number;
}
