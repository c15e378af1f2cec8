/** Height and width of MNIST's images, in pixels. */
export const DIGIT_SIZE = 28;
