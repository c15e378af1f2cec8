import type { FieldSource } from './sampling-call.js';

/** Fields that are matrices: `[batch, 3, 3]`. Their gradients are summed in float64. */
export const homographySource: FieldSource = {
  fieldBytes() {
    return 36;
  },
  sample(item) {
    item.kernels.homography_bilinear_f32(
      item.task,
      item.scratch,
      item.image,
      item.height,
      item.width,
      item.channels,
      item.field,
      item.fieldGradient,
      item.output,
      item.outHeight,
      item.outWidth,
      item.alignCorners,
      item.padding,
      item.fill,
      0,
      item.outHeight,
    );
  },
};
