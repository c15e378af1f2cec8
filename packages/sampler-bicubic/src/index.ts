export { bicubic, type BicubicConfig } from './bicubic.js';
