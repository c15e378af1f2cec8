import * as tf from '@tensorflow/tfjs-node';
import { registerKernels } from '@tfjs-stn/core/kernels';
import { fastSamplers, samplingKernels } from '@tfjs-stn/kernels/tfjs';

import { prepareKernels } from '../../dist/prepare-kernels.js';
import { kernelRuntime } from '../../dist/runtime/kernel-runtime.js';

/** A result that is nobody's memory. */
const nothing = { dispose() {} };

/**
 * Kernels and threads without the copies of tensors: the inputs lie in shared memory from the first
 * call on, and results stay there.
 *
 * @param {number} threads
 */
export async function kernelsAlone(threads) {
  const runtime = kernelRuntime(await prepareKernels('compare'), threads);

  /**
   * @param {() => tf.Tensor} call of one op
   * @param {readonly Float32Array[]} values of the op's inputs
   */
  function measurable(call, values) {
    const job = jobOf(call);
    let inputs = values.map((given) => ({
      length: given.length,
      copyTo: (/** @type {Float32Array} */ target) => target.set(given),
    }));
    let result = new Float32Array();
    const run = (/** @type {(values: Float32Array) => void} */ take) =>
      runtime.run(job, inputs, { takesRanges: false, take, tensor: () => nothing });
    run((made) => (result = made.slice()));
    inputs = values.map(({ length }) => ({ length, copyTo() {} }));
    return {
      result,
      run() {
        run(() => {});
        return nothing;
      },
    };
  }
  return measurable;
}

/** What an op asks kernels to do. */
function jobOf(/** @type {() => tf.Tensor} */ call) {
  let job;
  const find = () => ({
    zeroCopy: false,
    run(/** @type {any} */ asked) {
      job = asked;
      return tf.zeros(asked.outputShape);
    },
  });
  const kernels = samplingKernels(find);
  const unregister = registerKernels({ backendName: 'cpu', samplers: fastSamplers, kernels });
  call().dispose();
  unregister();
  if (!job) throw new Error('the op did not come to the kernels');
  return job;
}
