/** How the kernels number the paddings. */
export const paddingNumbers: { readonly [padding: string]: number } = {
  zeros: 0,
  border: 1,
  reflection: 2,
  wrap: 3,
};

/** What a sampling kernel is to do; the same numbers as in assembly/sampling/options.ts. */
export const tasks: {
  readonly forward: 0;
  readonly backpropImage: 1;
  readonly backpropField: 2;
} = { forward: 0, backpropImage: 1, backpropField: 2 };

/** Bytes that every sampling kernel needs to work in. */
export const scratchBytes = 4096;

/** A place in the kernels' memory, in bytes. */
export type Address = number;
