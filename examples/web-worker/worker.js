import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { cropRotated, ready, toImageData } from 'tfjs-stn';

// Messages may come before tfjs is ready.
const started = ready();

async function answer({ image, rectangle }) {
  const { message } = await started;
  const upright = tf.tidy(() => cropRotated(image, rectangle));
  globalThis.postMessage({ message, image: await toImageData(upright) });
  upright.dispose();
}

globalThis.addEventListener('message', ({ data }) => void answer(data));
