import type { DenseArray } from './dense-array.js';

/** The axes of an image `[batch, height, width, channels]`. */
export interface ImageShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Reads the axes of an image. Throws unless it has rank 4 and at least one pixel. */
export function imageShape(image: DenseArray): ImageShape {
  const [batch, height, width, channels] = image.shape;
  if (image.shape.length !== 4 || !height || !width) {
    throw new Error(
      `oracle: image must be [batch, height, width, channels] with pixels, got [${image.shape.join(', ')}]`,
    );
  }
  return { batch: batch!, height, width, channels: channels! };
}

/** The batch size of two sides of which one may broadcast from 1. Throws on any other pair. */
export function broadcastBatch(image: number, field: number): number {
  if (image !== field && image !== 1 && field !== 1) {
    throw new Error(`oracle: batches must be equal or 1, got image ${image} and field ${field}`);
  }
  return image === 1 ? field : image;
}
