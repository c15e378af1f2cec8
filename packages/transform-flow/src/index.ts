export { bsplineFfd, type BsplineFfdConfig } from './bspline-ffd.js';
export { flow, type FlowConfig } from './flow.js';
export { flowTransforms } from './flow-transforms.js';
export { polynomial, type PolynomialConfig } from './polynomial.js';
