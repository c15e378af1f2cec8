import { spatialTransformer } from '@tfjs-stn/core';
import { normalisedPointsFromPixels } from '@tfjs-stn/core/fields';
import { fromImage, toImageData, type PixelData } from '@tfjs-stn/core/images';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { estimateHomography, homography } from '@tfjs-stn/transform-projective';
import * as tf from '@tensorflow/tfjs-core';

type Corners = readonly (readonly [x: number, y: number])[];

/** Flattens a page whose corners are in pixels, clockwise from its upper left one. */
export async function flattenPhoto(
  photo: PixelData,
  corners: Corners,
  outputSize: readonly [height: number, width: number],
): Promise<PixelData> {
  const page = tf.tidy(() => {
    const found = normalisedPointsFromPixels(corners, [photo.height, photo.width]);
    const theta = estimateHomography(
      [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ],
      found,
    );
    const transform = homography();
    const transformer = spatialTransformer({ transform, sampler: bilinear(), outputSize });
    return transformer.apply(fromImage(photo), theta);
  });
  const pixels = await toImageData(page);
  page.dispose();
  return pixels;
}
