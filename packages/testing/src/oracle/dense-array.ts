/** Numbers in row-major order, and their shape. */
export interface DenseArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | readonly number[];
}

/** What the oracle returns: always float64. */
export interface Float64Dense extends DenseArray {
  readonly data: Float64Array;
}

/** An array of `shape` filled with 0. */
export function zeros(shape: readonly number[]): Float64Dense {
  return { shape: [...shape], data: new Float64Array(elementCount(shape)) };
}

/** The number of elements of an array of `shape`. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** A float32 array and its shape, the arguments of `tf.tensor(data, shape)`. */
export interface Float32Dense {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The axes of an image `[batch, height, width, channels]`. */
export interface ImageShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * The axes of an image.
 *
 * @throws Error unless it has rank 4 and at least one pixel
 */
export function imageShape(image: DenseArray): ImageShape {
  const [batch, height, width, channels] = image.shape;
  if (image.shape.length !== 4 || !height || !width) {
    throw new Error(
      `oracle: image must be [batch, height, width, channels] with pixels, got [${image.shape.join(', ')}]`,
    );
  }
  return { batch: batch!, height, width, channels: channels! };
}

/**
 * The common batch size of an image and a field; a batch of 1 broadcasts.
 *
 * @throws Error if the batches are different and neither is 1
 */
export function broadcastBatch(image: number, field: number): number {
  if (image !== field && image !== 1 && field !== 1) {
    throw new Error(`oracle: batches must be equal or 1, got image ${image} and field ${field}`);
  }
  return image === 1 ? field : image;
}
