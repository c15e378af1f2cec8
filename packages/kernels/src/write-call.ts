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
  layout: Layout,
  values: CallValues<Layout>,
): void {
  writeWords(buffer, address, layout, values);
}

/** Writes some words of a call: to put long parts together first takes four times as long. */
export function writeWords<Layout extends CallLayout>(
  buffer: ArrayBufferLike,
  address: number,
  layout: Layout,
  ...parts: readonly Partial<CallValues<Layout>>[]
): void {
  const { words, floats } = layout;
  // Typed arrays, as tensors are written with: a DataView took four times as long.
  const integers = new Int32Array(buffer, address, words.length);
  const reals = new Float32Array(buffer, address, words.length);
  const indices = indicesOf(layout);
  for (const part of parts) {
    for (const word in part) {
      const numbers = floats.includes(word) ? reals : integers;
      // Typed arrays convert booleans to numbers.
      numbers[indices.get(word) as number] = part[word as keyof typeof part] as number;
    }
  }
}

const indicesOfLayouts = new WeakMap<CallLayout, ReadonlyMap<string, number>>();

function indicesOf(layout: CallLayout): ReadonlyMap<string, number> {
  let indices = indicesOfLayouts.get(layout);
  if (indices === undefined) {
    indices = new Map(layout.words.map((word, index) => [word, index]));
    indicesOfLayouts.set(layout, indices);
  }
  return indices;
}
