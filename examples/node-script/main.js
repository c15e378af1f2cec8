import '@tensorflow/tfjs-backend-wasm';
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { flattenDocument, ready, warpPerspective } from 'tfjs-stn';

await tf.setBackend('wasm');
console.log((await ready()).message);

// A page of 80 × 100 squares of 10 pixels each.
const [width, height] = [80, 100];
const values = Array.from({ length: height * width }, (_, pixel) => {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  return (Math.floor(x / 10) + Math.floor(y / 10)) % 2;
});
const page = tf.tensor3d(values, [height, width, 1]);

// A photo of it, at an angle.
const matrix = [
  [1.1, 0.25, 30],
  [-0.12, 1.2, 40],
  [0.0004, 0.001, 1],
];
const photo = warpPerspective(page, matrix, { outputSize: [200, 200] });
const seen = ([x, y]) => {
  const [u, v, w] = matrix.map(([a, b, c]) => a * x + b * y + c);
  return [u / w, v / w];
};

// Flat again, from its corners in any order.
const corners = [
  [width - 1, height - 1],
  [0, 0],
  [width - 1, 0],
  [0, height - 1],
].map(seen);
const flat = flattenDocument(photo, corners, { outputSize: [height, width] });
const error = tf.mean(tf.abs(tf.sub(flat, page))).dataSync()[0];
console.log(`mean difference from the page: ${error.toFixed(3)}`);

const bytes = Uint8Array.from(flat.dataSync(), (value) => Math.round(255 * value));
writeFileSync('flat.pgm', Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), bytes]));
