/** Coefficients of each polynomial: enough for 2e-8. */
const terms = 6;

/** Most taps of the kernel for Lanczos interpolation, whose number is even. */
export const mostLanczosTaps = 16;

/** Floats of a table. */
export function lanczosTableSize(taps: number): number {
  return 2 * taps * terms;
}

const tables = /* @__PURE__ */ new Map<number, Float32Array>();

/**
 * What assembly/samplers/lanczos/weights.ts computes weights from: for each pair of opposite taps, from
 * the middle outwards, even and odd polynomials of the weight of the left one, without its factors,
 * and then of its derivative.
 */
export function lanczosTable(taps: number): Float32Array {
  let table = tables.get(taps);
  if (table === undefined) {
    const lobes = taps / 2;
    table = Float32Array.from(
      Array.from({ length: lobes }, (_, pair) => [
        ...polynomials((t) => {
          const weight = weightOf(lobes, -pair, t).value;
          return pair === 0 ? (weight / (1 - t) - 1) / t : weight / (t * (1 - t));
        }),
        ...polynomials((t) => weightOf(lobes, -pair, t).slope),
      ]).flat(),
    );
    tables.set(taps, table);
  }
  return table;
}

/** The weight sinc(d) sinc(d / lobes) of the pixel k behind the origin, by the sum of all. */
function weightOf(lobes: number, k: number, t: number): { value: number; slope: number } {
  let [sum, sumSlope] = [0, 0];
  for (let pixel = 1 - lobes; pixel <= lobes; pixel++) {
    const { value, slope } = windowed(t - pixel, lobes);
    sum += value;
    sumSlope += slope;
  }
  const own = windowed(t - k, lobes);
  return { value: own.value / sum, slope: (own.slope * sum - own.value * sumSlope) / sum ** 2 };
}

function windowed(d: number, lobes: number): { value: number; slope: number } {
  const [a, b] = [Math.PI * d, (Math.PI * d) / lobes];
  const [wave, window] = [Math.sin(a) / a, Math.sin(b) / b];
  const slope = ((Math.cos(a) - wave) * window + wave * (Math.cos(b) - window)) / d;
  return { value: wave * window, slope };
}

/** Even and odd polynomials of `f` about 1/2, as coefficients of u², through Chebyshev's nodes. */
function polynomials(f: (t: number) => number): number[] {
  const nodes = Array.from(
    { length: terms },
    (_, i) => (1 - Math.cos((Math.PI * (2 * i + 1)) / (2 * terms))) / 8,
  );
  const sides = nodes.map((v) => [f(0.5 + Math.sqrt(v)), f(0.5 - Math.sqrt(v))] as const);
  return [
    ...interpolate(
      nodes,
      sides.map(([right, left]) => (right + left) / 2),
    ),
    ...interpolate(
      nodes,
      sides.map(([right, left], i) => (right - left) / 2 / Math.sqrt(nodes[i] as number)),
    ),
  ];
}

/** Newton's polynomial through points, as coefficients of the powers, the constant first. */
function interpolate(nodes: readonly number[], values: readonly number[]): number[] {
  const at = (list: readonly number[], index: number): number => list[index] as number;
  const differences = [...values];
  for (let order = 1; order < terms; order++) {
    for (let i = terms - 1; i >= order; i--) {
      const rise = at(differences, i) - at(differences, i - 1);
      differences[i] = rise / (at(nodes, i) - at(nodes, i - order));
    }
  }
  let powers = [at(differences, terms - 1)];
  for (let i = terms - 2; i >= 0; i--) {
    // (v - node) times what there is, plus the next difference.
    const next = [0, ...powers];
    powers.forEach((power, exponent) => {
      next[exponent] = at(next, exponent) - power * at(nodes, i);
    });
    next[0] = at(next, 0) + at(differences, i);
    powers = next;
  }
  return powers;
}
