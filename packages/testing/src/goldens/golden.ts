import type { Float32Dense } from '../cases/random-array.js';
import type { OracleKernelName } from '../oracle/kernel.js';

/** What every case computed by PyTorch says. */
interface SampledGolden {
  /** Unique within its file. */
  readonly name: string;
  readonly sampler: OracleKernelName;
  readonly padding: 'zeros' | 'border' | 'reflection';
  readonly alignCorners: boolean;
  /** Where the coordinates lie; `'centres'` and `'borders'` are exactly on the knots. */
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

/** A case of ONNX's own for GridSample; it has no gradients. */
export type OnnxGridSampleGolden = Pick<
  GridSampleGolden,
  'name' | 'sampler' | 'padding' | 'alignCorners' | 'image' | 'grid' | 'output'
>;

/** A case of SciPy's `map_coordinates`, bilinear. */
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
  /** One per channel; zeros where the padding is wrap. */
  readonly fillValue: readonly number[];
}

/** A case of Pillow's `resize`, where all taps lie in the image, without alignCorners. */
export interface ResizeGolden extends Pick<GridSampleGolden, 'name' | 'image' | 'grid' | 'output'> {
  /** Bicubic has a = -0.5, Lanczos 3 lobes. */
  readonly sampler: 'bicubic' | 'lanczos';
}

/** The golden files by name. */
export interface GoldenFiles {
  readonly 'grid-sample': GridSampleGolden;
  readonly affine: AffineGolden;
  readonly bilinear: GridSampleGolden;
  readonly 'onnx-grid-sample': OnnxGridSampleGolden;
  readonly 'map-coordinates': MapCoordinatesGolden;
  readonly resize: ResizeGolden;
}
