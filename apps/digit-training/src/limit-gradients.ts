/** The largest length of all gradients together that a step may follow in full. */
const LARGEST_NORM = 5;

/**
 * Shortens gradients, all by the same factor, whose length together is above a limit, so that one
 * bad batch can't throw θ out of the image, from where no gradient leads back.
 */
export function limitGradients(
  gradients: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, Float32Array> {
  const squares = [...gradients.values()].reduce(
    (sum, gradient) => sum + squaredLength(gradient),
    0,
  );
  const norm = Math.sqrt(squares);
  if (!(norm > LARGEST_NORM)) return gradients;
  const factor = LARGEST_NORM / norm;
  const shorten = (value: number): number => value * factor;
  return new Map([...gradients].map(([name, gradient]) => [name, gradient.map(shorten)]));
}

function squaredLength(gradient: Float32Array): number {
  let squares = 0;
  for (let index = 0; index < gradient.length; index++) squares += (gradient[index] as number) ** 2;
  return squares;
}
