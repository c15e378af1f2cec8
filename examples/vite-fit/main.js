import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { bilinear, fcn, ready, rotate, rotation, spatialTransformerLayer } from 'tfjs-stn';

setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threads,
});
await tf.setBackend('wasm');
log((await ready()).message);

// An L and a T, turned by up to 60 degrees.
const letters = ['1000100010001111', '1111011001100110'].map((bits) =>
  tf.image.resizeBilinear(tf.tensor3d(Array.from(bits, Number), [4, 4, 1]), [16, 16]),
);
function draw(count) {
  const images = Array.from({ length: count }, (_, index) =>
    rotate(letters[index % 2], 120 * Math.random() - 60),
  );
  const labels = images.map((_, index) => [Number(index % 2 === 0), index % 2]);
  return [tf.stack(images), tf.tensor2d(labels)];
}

const model = sequential({
  layers: [
    spatialTransformerLayer({
      transform: rotation(),
      sampler: bilinear(),
      localisation: fcn(),
      inputShape: [16, 16, 1],
    }),
    layers.flatten(),
    layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
await model.fit(...draw(256), { epochs: 30 });
const [, accuracy] = model.evaluate(...draw(100));
log(`reads ${Math.round(100 * accuracy.dataSync()[0])} % of new letters`);

function log(line) {
  document.querySelector('#log').append(`${line}\n`);
  console.log(line);
}
