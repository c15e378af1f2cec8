import {
  dispose,
  engine,
  type DataId,
  type Tensor,
  type TensorContainer,
} from '@tensorflow/tfjs-core';

/**
 * How many bytes of tensors lie about at once while something runs, besides those that are there
 * before. Tensors that share their data count once, unlike in `tf.memory()`.
 */
export function peakBytes(run: () => TensorContainer, before: readonly Tensor[]): number {
  const tfjs = engine();
  const { trackTensor, disposeTensor } = tfjs;
  const owners = new Map<DataId, number>(before.map(({ dataId }) => [dataId, 1]));
  let [now, peak] = [0, 0];
  const count = ({ dataId, size, dtype }: Tensor, change: 1 | -1): void => {
    const held = (owners.get(dataId) ?? 0) + change;
    owners.set(dataId, held);
    if (held !== (change === 1 ? 1 : 0)) return;
    now += change * size * (dtype === 'bool' ? 1 : 4);
    peak = Math.max(peak, now);
  };
  tfjs.trackTensor = (tensor, backend) => {
    trackTensor.call(tfjs, tensor, backend);
    count(tensor, 1);
  };
  tfjs.disposeTensor = (tensor) => {
    const known = tfjs.state.tensorInfo.has(tensor.dataId);
    disposeTensor.call(tfjs, tensor);
    if (known) count(tensor, -1);
  };
  try {
    dispose(run());
  } finally {
    tfjs.trackTensor = trackTensor;
    tfjs.disposeTensor = disposeTensor;
  }
  return peak;
}
