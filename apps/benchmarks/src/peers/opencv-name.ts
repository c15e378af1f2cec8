/** As npm has it, it is built without SIMD and without threads, which must be known with its figures. */
export const opencvName = 'OpenCV.js (scalar build)';
