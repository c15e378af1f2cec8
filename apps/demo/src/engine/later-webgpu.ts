// A file of its own, so that the backend comes only to those who choose it.
import '@tensorflow/tfjs-backend-webgpu';
