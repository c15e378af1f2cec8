import * as tf from '@tensorflow/tfjs-core';
import { useEffect, useRef } from 'react';
import { rotate } from 'tfjs-stn';

/** A picture, rotated counter-clockwise. `picture` is an image, a canvas or a bitmap. */
export function RotatedPicture({ picture, degrees }) {
  const canvas = useRef(null);
  useEffect(() => {
    const pixels = tf.tidy(() => tf.clipByValue(rotate(picture, degrees, { expand: true }), 0, 1));
    // toPixels waits for the GPU; the tensor is needed until then.
    void tf.browser.toPixels(pixels, canvas.current).finally(() => pixels.dispose());
  }, [picture, degrees]);
  return <canvas ref={canvas} />;
}
