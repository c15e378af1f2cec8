import { readFileSync } from 'node:fs';

import type { Float32Dense } from '../oracle/dense-array.js';
import type { OracleKernelName } from '../oracle/kernels.js';

/** A test case computed by PyTorch. */
interface SampledGolden {
  /** Unique within its file. */
  readonly name: string;
  readonly sampler: OracleKernelName;
  readonly padding: 'zeros' | 'border' | 'reflection';
  readonly alignCorners: boolean;
  /** Range of the coordinates; `'centres'` and `'borders'` are exactly on the knots. */
  readonly range: 'inside' | 'outside' | 'far' | 'centres' | 'borders';
  /** `[batch, height, width, channels]` */
  readonly image: Float32Dense;
  /** `[batch, outHeight, outWidth, channels]` */
  readonly outputGradient: Float32Dense;
  /** Expected, like the gradients. */
  readonly output: Float32Dense;
  readonly imageGradient: Float32Dense;
}

/** A case of PyTorch's `grid_sample`. */
export interface GridSampleGolden extends SampledGolden {
  /** `[batch, outHeight, outWidth, 2]` */
  readonly grid: Float32Dense;
  readonly gridGradient: Float32Dense;
}

/** A case of PyTorch's `affine_grid`, then `grid_sample`. */
export interface AffineGolden extends SampledGolden {
  /** `[batch, 6]`, row-major. */
  readonly theta: Float32Dense;
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
  /** Expected: `[batch, outHeight, outWidth, 2]`. */
  readonly grid: Float32Dense;
  readonly thetaGradient: Float32Dense;
}

/** A test case of ONNX for GridSample, without gradients. */
export type OnnxGridSampleGolden = Pick<
  GridSampleGolden,
  'name' | 'sampler' | 'padding' | 'alignCorners' | 'image' | 'grid' | 'output'
>;

/** A case of SciPy's `map_coordinates` with bilinear interpolation. */
export interface MapCoordinatesGolden extends Pick<
  GridSampleGolden,
  | 'name'
  | 'alignCorners'
  | 'image'
  | 'grid'
  | 'outputGradient'
  | 'output'
  | 'imageGradient'
  | 'gridGradient'
> {
  readonly padding: 'zeros' | 'wrap';
  /** One per channel; zeros if the padding is wrap. */
  readonly fillValue: readonly number[];
}

/** A case of Pillow's `resize` with all taps in the image, without alignCorners. */
export interface ResizeGolden extends Pick<GridSampleGolden, 'name' | 'image' | 'grid' | 'output'> {
  /** Bicubic has a = -0.5, Lanczos 3 lobes. */
  readonly sampler: 'bicubic' | 'lanczos';
}

/** A parameterisation of homographies in PyTorch, then `grid_sample`. */
export interface HomographyGolden extends Pick<
  SampledGolden,
  'name' | 'alignCorners' | 'image' | 'outputGradient' | 'output' | 'imageGradient'
> {
  /** The name of the transform. */
  readonly family: string;
  readonly padding: 'zeros' | 'border';
  /** `[outHeight, outWidth]` */
  readonly outputSize: readonly [number, number];
  /** `[batch, paramCount]` */
  readonly theta: Float32Dense;
  /** Expected: `[batch, 3, 3]`. */
  readonly matrix: Float32Dense;
  readonly thetaGradient: Float32Dense;
}

/** The golden files by name. */
export interface GoldenFiles {
  readonly 'grid-sample': GridSampleGolden;
  readonly 'homography-family': HomographyGolden;
  readonly affine: AffineGolden;
  readonly bilinear: GridSampleGolden;
  readonly 'onnx-grid-sample': OnnxGridSampleGolden;
  readonly 'map-coordinates': MapCoordinatesGolden;
  readonly resize: ResizeGolden;
}

/** The files in the repository, relative to this module's source or build. */
const inRepository = new URL('../../../../tooling/goldens/data/', import.meta.url);

/**
 * Reads the cases of a golden file: inputs, and the results of another implementation. Node.js only.
 *
 * @param name the file's name without `.golden.json`
 * @param directory of the file; default tooling/goldens/data of the repository, which is not in the
 *   published package
 * @throws Error if the file does not exist or has no cases
 */
export function loadGoldens<Name extends keyof GoldenFiles>(
  name: Name,
  directory?: URL,
): readonly GoldenFiles[Name][];
/** Reads a file with cases of a type of your own. */
export function loadGoldens<Golden>(name: string, directory?: URL): readonly Golden[];
export function loadGoldens(name: string, directory: URL = inRepository): readonly unknown[] {
  const file = new URL(`${name}.golden.json`, directory);
  const content = JSON.parse(readFileSync(file, 'utf8'), decodeArray) as {
    readonly cases?: readonly unknown[];
  };
  if (!content.cases?.length)
    throw new Error(`loadGoldens: ${file.pathname} must have cases, got none`);
  return content.cases;
}

/** Decodes `{ shape, float32 }`; float32 is base64 of little-endian numbers. */
function decodeArray(_key: string, value: unknown): unknown {
  if (!isEncoded(value)) return value;
  const bytes = Buffer.from(value.float32, 'base64');
  const data = Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
  return { shape: value.shape, data } satisfies Float32Dense;
}

function isEncoded(value: unknown): value is { shape: readonly number[]; float32: string } {
  return typeof value === 'object' && value !== null && 'float32' in value && 'shape' in value;
}
