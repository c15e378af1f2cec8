import { Step, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { conv2dBackpropInput, maxPoolGrad, type TrainingKernel } from '@tfjs-stn/kernels/tfjs';

import type { NodeBackend } from '../node-backend.js';
import { isTensorflow, typeAttribute, type TensorflowBackend } from './tensorflow-backend.js';

type Call = Parameters<KernelFunc>[0];

/** `tf.step`, which the gradient of ReLU takes, in two ops where tfjs-node runs six. */
const stepInTwoOps: TrainingKernel = {
  kernelName: Step,
  toKernelFunc:
    () =>
    ({ inputs, backend }) => {
      const tensorflow = backend as TensorflowBackend;
      const attributes = [typeAttribute(tensorflow, 'T', 'float32')];
      const signs = tensorflow.executeSingleOutput('Sign', attributes, [inputs['x'] as TensorInfo]);
      const steps = tensorflow.executeSingleOutput('Relu', attributes, [signs]);
      signs.dispose();
      return steps;
    },
};

/** Up to here ours takes a quarter to a half of TensorFlow's time, copies included; from 8 on, more. */
const MOST_CHANNELS = 3;

/**
 * The training kernels with which ours take the place of TensorFlow's: the gradient of max pooling,
 * that of a convolution by an image of few channels, for which TensorFlow leaves most of a vector
 * empty, and that of ReLU.
 */
export const tensorflowTrainingKernels: readonly TrainingKernel[] = [
  maxPoolGrad,
  where(conv2dBackpropInput, ({ attrs }) => {
    const { inputShape } = attrs ?? {};
    return Array.isArray(inputShape) && Number(inputShape[3]) <= MOST_CHANNELS;
  }),
  where(
    stepInTwoOps,
    ({ inputs, attrs, backend }) =>
      inputs['x']?.dtype === 'float32' &&
      attrs?.['alpha'] === 0 &&
      isTensorflow(backend as NodeBackend),
  ),
];

/** A kernel for some calls; the others go to the one whose place it has taken. */
function where(kernel: TrainingKernel, takes: (call: Call) => boolean): TrainingKernel {
  return {
    kernelName: kernel.kernelName,
    toKernelFunc: (runnerFor, original) => {
      const ours = kernel.toKernelFunc(runnerFor, original);
      if (original === undefined) return ours;
      return (call) => (takes(call) ? ours : original)(call);
    },
  };
}
