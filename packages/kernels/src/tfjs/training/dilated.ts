/**
 * Attributes of a convolution's gradient, with the dilations that tfjs's kernels don't pass on
 * because its gradients refuse them. Default 1.
 */
export type Dilated<Attributes> = Attributes & {
  readonly dilations?: number | [number, number];
};
