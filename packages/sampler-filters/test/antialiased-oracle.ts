import {
  oracleGridSample,
  oracleHomographyGrid,
  type DenseArray,
  type Float64Dense,
  type OracleSamplingOptions,
} from '@tfjs-stn/testing';

/** What the oracle of `antialiased` under an affine map takes. */
export interface FootprintInputs extends OracleSamplingOptions {
  readonly image: DenseArray;
  /** `[a11 a12 tx a21 a22 ty]` */
  readonly theta: ArrayLike<number>;
  readonly outputSize: readonly [number, number];
  /** Points per axis: along columns and along rows. */
  readonly taps: readonly [number, number];
}

/** The mean over points of every footprint, in float64: by the definition, for one image. */
export function oracleFootprints(inputs: FootprintInputs): Float64Dense {
  const { image, theta, outputSize, taps, alignCorners = false } = inputs;
  const matrix = { shape: [1, 3, 3], data: [...Array.from(theta), 0, 0, 1] };
  const grid = oracleHomographyGrid({ matrix, outputSize, alignCorners });
  const less = alignCorners ? 1 : 0;
  const [, height, width] = image.shape as [number, number, number];
  const [rows, columns] = outputSize;
  const unit = [(width - less) / 2, (height - less) / 2] as const;
  const reach = (x: number, y: number, step: number): [number, number] => {
    const length = Math.hypot(x * unit[0], y * unit[1]) * step;
    const share = length > 1 ? 1 - 1 / length : 0;
    return [x * step * share, y * step * share];
  };
  const across = reach(theta[0]!, theta[3]!, 2 / (columns - less));
  const down = reach(theta[1]!, theta[4]!, 2 / (rows - less));
  const place = (index: number, count: number): number =>
    count === 1 ? 0 : index / (count - 1) - 0.5;
  let mean: Float64Dense | undefined;
  for (let i = 0; i < taps[0] * taps[1]; i++) {
    const [u, v] = [place(i % taps[0], taps[0]), place(Math.floor(i / taps[0]), taps[1])];
    const moved = grid.data.map((value, index) => {
      const axis = (index % 2) as 0 | 1;
      return value + u * across[axis] + v * down[axis];
    });
    const read = oracleGridSample({ ...inputs, grid: { shape: grid.shape, data: moved } });
    mean ??= { shape: read.shape, data: new Float64Array(read.data.length) };
    read.data.forEach((value, index) => {
      mean!.data[index]! += value / (taps[0] * taps[1]);
    });
  }
  return mean!;
}

/** The mean over each output pixel's area of an image of square pixels, by counting fine points. */
export function countedAreaMean({
  image,
  theta,
  outputSize: [rows, columns],
}: Pick<FootprintInputs, 'image' | 'theta' | 'outputSize'>): Float64Dense {
  const fine = 96;
  const [, height, width] = image.shape as [number, number, number];
  const [a, b, tx, c, d, ty] = Array.from(theta) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const data = Float64Array.from({ length: rows * columns }, (_, index) => {
    let total = 0;
    for (let point = 0; point < fine * fine; point++) {
      const x = (2 * ((index % columns) + ((point % fine) + 0.5) / fine)) / columns - 1;
      const y =
        (2 * (Math.floor(index / columns) + (Math.floor(point / fine) + 0.5) / fine)) / rows - 1;
      const column = Math.floor(((a * x + b * y + tx + 1) * width) / 2);
      const row = Math.floor(((c * x + d * y + ty + 1) * height) / 2);
      const inside = column >= 0 && row >= 0 && column < width && row < height;
      total += inside ? image.data[row * width + column]! : 0;
    }
    return total / fine ** 2;
  });
  return { shape: [1, rows, columns, 1], data };
}
