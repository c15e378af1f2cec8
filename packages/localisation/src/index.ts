export { cnn, type CnnConfig } from './cnn.js';
export { convBn, type ConvBnConfig } from './conv-bn.js';
export { fcn, type FcnConfig } from './fcn.js';
export { startingAt, tileThetas } from './starting-at.js';
