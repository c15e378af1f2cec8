/** A place in the kernels' memory, in bytes. */
export type Address = number;

// How the kernels number what their caller chooses; the same as in assembly/options.ts.

/** What a sampling kernel is to do. */
export const tasks: {
  readonly forward: 0;
  readonly backpropImage: 1;
  readonly backpropField: 2;
} = { forward: 0, backpropImage: 1, backpropField: 2 };

/** The samplers that there are kernels for. */
export const samplerNumbers: { readonly [sampler: string]: number } = {
  nearest: 0,
  bilinear: 1,
  bicubic: 2,
};

/** The kinds of sampling field. */
export const fieldNumbers: {
  readonly homography: 0;
  readonly grid: 1;
  readonly basis: 2;
} = { homography: 0, grid: 1, basis: 2 };

export const paddingNumbers: { readonly [padding: string]: number } = {
  zeros: 0,
  border: 1,
  reflection: 2,
  wrap: 3,
};
