/** What random numbers are used for; each use has streams of its own. */
export const streams = { initialWeights: 1, order: 2, distortion: 3, showcase: 4 } as const;

/** The seed behind the test images: the same for every run, so that runs can be compared. */
export const TEST_SEED = 20_150_605;
