export { corners } from './corners.js';
export { estimateHomography } from './estimate-homography.js';
export { homographyExp } from './homography-exp.js';
export { homography } from './homography.js';
export { projectiveTransforms } from './projective-transforms.js';
