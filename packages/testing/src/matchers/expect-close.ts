import { toCompared, type Comparable, type Compared } from './comparable.js';

/** Tolerance of a comparison, and a name for the message. */
export interface Tolerance {
  /** Relative to the expected value. Default 1e-5. */
  readonly rtol?: number | undefined;
  /** Default 1e-6. */
  readonly atol?: number | undefined;
  /** Name of the value in the message. Default `'value'`. */
  readonly what?: string | undefined;
}

/**
 * Asserts that every element of `actual` is within `rtol * |expected| + atol` of `expected`.
 *
 * Convention: compares shapes first, then types (float32 and float64 count as one), then values.
 * NaN equals only NaN, and an infinity only itself.
 *
 * @throws Error with the first and the worst element, their values and their distance
 */
export function expectClose(
  actual: Comparable,
  expected: Comparable,
  { rtol = 1e-5, atol = 1e-6, what = 'value' }: Tolerance = {},
): void {
  const got = toCompared(actual);
  const wanted = toCompared(expected);
  requireSameKind(got, wanted, what);
  let count = 0;
  let first = -1;
  let worst = -1;
  let worstError = -1;
  for (let index = 0; index < wanted.values.length; index++) {
    const error = excess(got.values[index]!, wanted.values[index]!, rtol, atol);
    if (error <= 1) continue;
    count++;
    if (first < 0) first = index;
    if (error > worstError) {
      worst = index;
      worstError = error;
    }
  }
  if (count === 0) return;
  const total = `${count} of ${wanted.values.length} values differ (rtol ${rtol}, atol ${atol})`;
  const lines = [`expectClose: ${what} [${wanted.shape.join(', ')}]: ${total}`];
  lines.push(`  first ${describeElement(first, got, wanted)}`);
  if (worst !== first) lines.push(`  worst ${describeElement(worst, got, wanted)}`);
  throw new Error(lines.join('\n'));
}

function requireSameKind(got: Compared, wanted: Compared, what: string): void {
  const fail = (property: string, gotText: string, wantedText: string): never => {
    throw new Error(`expectClose: ${what}: ${property} must be ${wantedText}, got ${gotText}`);
  };
  if (got.shape.join() !== wanted.shape.join()) {
    fail('shape', `[${got.shape.join(', ')}]`, `[${wanted.shape.join(', ')}]`);
  }
  if (got.type !== undefined && wanted.type !== undefined && got.type !== wanted.type) {
    fail('type', got.type, wanted.type);
  }
  if (got.values.length !== wanted.values.length) {
    fail('number of values', `${got.values.length}`, `${wanted.values.length}`);
  }
}

/** The error in units of the tolerance; above 1 the values differ. */
function excess(got: number, wanted: number, rtol: number, atol: number): number {
  if (Object.is(got, wanted) || got === wanted) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(wanted)) return Infinity;
  return Math.abs(got - wanted) / (rtol * Math.abs(wanted) + atol);
}

function describeElement(index: number, got: Compared, wanted: Compared): string {
  const a = got.values[index]!;
  const e = wanted.values[index]!;
  const distance = `|difference| ${Math.abs(a - e)}, ${ulpDistance(a, e)} ulp`;
  return `[${position(index, wanted.shape)}]: got ${a}, expected ${e}, ${distance}`;
}

function position(index: number, shape: readonly number[]): string {
  let rest = index;
  const coordinates = shape.toReversed().map((size) => {
    const coordinate = rest % size;
    rest = Math.floor(rest / size);
    return coordinate;
  });
  return coordinates.reverse().join(', ');
}

const view = new DataView(new ArrayBuffer(4));

/** The distance of two numbers, rounded to float32, in float32 values; NaN for a NaN. */
function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  return Math.abs(ordinal(a) - ordinal(b));
}

/** Numbers the float32 values in order, with 0 for both zeros. */
function ordinal(value: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  return bits < 0x80000000 ? bits : 0x80000000 - bits;
}
