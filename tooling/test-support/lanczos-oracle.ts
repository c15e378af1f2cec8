/** sin(πx) / (πx) and its derivative. */
function sinc(x: number): [value: number, slope: number] {
  const z = Math.PI * x;
  if (Math.abs(z) < 1e-4) return [1 - (z * z) / 6, (-Math.PI * z) / 3];
  return [Math.sin(z) / z, (Math.PI * (z * Math.cos(z) - Math.sin(z))) / (z * z)];
}

/**
 * Lanczos interpolation over so many lobes on either side, its weights divided by their sum.
 *
 * Source: C. Duchon, Lanczos filtering in one and two dimensions, 1979.
 */
export function lanczosOracle(lobes: number): {
  taps: number;
  weights: (offset: number) => number[];
  weightDerivatives: (offset: number) => number[];
} {
  const plain = (offset: number): [value: number, slope: number][] =>
    Array.from({ length: 2 * lobes }, (_, tap) => {
      const distance = offset - (tap - lobes + 1);
      const [wave, waveSlope] = sinc(distance);
      const [window, windowSlope] = sinc(distance / lobes);
      return [wave * window, waveSlope * window + (wave * windowSlope) / lobes];
    });
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    taps: 2 * lobes,
    weights: (offset) => {
      const weights = plain(offset);
      const total = sum(weights.map(([value]) => value));
      return weights.map(([value]) => value / total);
    },
    weightDerivatives: (offset) => {
      const weights = plain(offset);
      const total = sum(weights.map(([value]) => value));
      const slope = sum(weights.map(([, each]) => each));
      return weights.map(([value, each]) => (each * total - value * slope) / total ** 2);
    },
  };
}
