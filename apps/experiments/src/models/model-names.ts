/** The two models that are compared. */
export const modelNames = ['cnn', 'st-cnn'] as const;

/** `cnn` is a plain convolutional net, `st-cnn` one behind a spatial transformer. */
export type ModelName = (typeof modelNames)[number];
