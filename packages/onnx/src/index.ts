export { exportOnnx, type ExportOptions } from './export-onnx.js';
