import type { FieldSource } from './sampling-call.js';

/** Fields that are written out: `[batch, outHeight, outWidth, 2]`. */
export const gridSource: FieldSource = {
  fieldBytes({ attributes: { outputSize } }) {
    return outputSize[0] * outputSize[1] * 8;
  },
  sample(item) {
    item.kernels.grid_bilinear_f32(
      item.task,
      item.scratch,
      item.image,
      item.height,
      item.width,
      item.channels,
      item.field,
      item.fieldGradient,
      item.output,
      item.outWidth,
      item.alignCorners,
      item.padding,
      item.fill,
      0,
      item.outHeight,
    );
  },
};
