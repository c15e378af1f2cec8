import {
  abs,
  cast,
  equal,
  mean,
  mul,
  slice,
  sub,
  tidy,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { coverage, fieldJacobian } from '@tfjs-stn/core/fields';
import type { SpatialTransformerLayer } from '@tfjs-stn/layers';

/** Where a transformer looks, as means over images. */
export interface TransformerHealth {
  /** How much of the output lies inside the image, 0 to 1. */
  readonly coverage: number;
  /** Share of the output pixels that see nothing of the image, 0 to 1. */
  readonly outside: number;
  /** |det| of the field's Jacobian: square pixels of the input per output pixel. */
  readonly determinant: number;
}

/** Looks at the field of a transformer for some images. Leaves no tensor behind. */
export function transformerHealth(
  transformer: SpatialTransformerLayer,
  images: Tensor4D,
): TransformerHealth {
  const [covered, outside, determinant] = tidy((): [number, number, number] => {
    const [, height, width] = images.shape;
    const [, outHeight, outWidth] = transformer.computeOutputShape(images.shape) as number[];
    const theta = transformer.localise(images);
    const outputSize = [outHeight ?? 0, outWidth ?? 0] as const;
    const field = transformer.transform.field(theta, { outputSize });
    const share = coverage(field, [height, width]);
    const { perColumn, perRow } = fieldJacobian(field, [height, width]);
    const [ax, ay] = axes(perColumn);
    const [bx, by] = axes(perRow);
    const read = (values: Tensor): number => mean(values).dataSync()[0] ?? Number.NaN;
    const square = abs(sub(mul(ax, by), mul(ay, bx)));
    return [read(share), read(cast(equal(share, 0), 'float32')), read(square)];
  });
  return { coverage: covered, outside, determinant };
}

function axes(steps: Tensor4D): [x: Tensor4D, y: Tensor4D] {
  const axis = (index: number): Tensor4D => slice(steps, [0, 0, 0, index], [-1, -1, -1, 1]);
  return [axis(0), axis(1)];
}

/** Below this coverage, next to no gradient leads back to the image. */
const LEAST_COVERAGE = 0.1;
/** An output pixel that stands for less, or more, sees a point, or a blur. */
const DETERMINANTS = [1e-3, 1e3] as const;

/** One line about a transformer that has left the image or collapsed; undefined if it has not. */
export function collapseWarning({
  coverage: covered,
  outside,
  determinant,
}: TransformerHealth): string | undefined {
  if (!(covered > LEAST_COVERAGE)) {
    return `the transformer has left the image: ${percent(outside)} of its samples are outside`;
  }
  if (!(determinant > DETERMINANTS[0] && determinant < DETERMINANTS[1])) {
    return `the transformer has collapsed: |det| is ${determinant.toPrecision(2)} square pixels per output pixel`;
  }
  return undefined;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
