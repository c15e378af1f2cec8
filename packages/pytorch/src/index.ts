export { readCheckpoint } from './checkpoint/read-checkpoint.js';
export { readSafetensors } from './safetensors/read-safetensors.js';
export { writeSafetensors } from './safetensors/write-safetensors.js';
export {
  toFloat32,
  type StoredData,
  type StoredDType,
  type StoredTensor,
} from './stored-tensor.js';
export {
  loadPyTorchWeights,
  type LoadOptions,
  type LoadReport,
} from './weights/load-pytorch-weights.js';
