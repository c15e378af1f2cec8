export { bilinear } from './bilinear.js';
