import { fillRepeated } from './fill-repeated';
import { fillFrame, frameSize } from './inline/frame';
import { setCounts, setStepsDy, setStepsX } from './pixel-block';
import { addProducts } from './product-sum';

/**
 * dw[p,q,c,m] = Σ x[n, i·sh + p·dh - top, j·sw + q·dw - left, c] · dy[n,i,j, c·M + m].
 *
 * `frame` has room for one padded image of c·M channels, or is 0 where M is 1
 * and no window leaves the image.
 */
export function depthwise_conv2d_backprop_filter_f32(
  x: usize,
  dy: usize,
  dw: usize,
  frame: usize,
  blockRows: i32,
  batch: i32,
  inHeight: i32,
  inWidth: i32,
  inChannels: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const pixel = (<usize>outChannels) << 2;
  const multiplier = outChannels / inChannels;
  let height = inHeight;
  let width = inWidth;
  if (frame) {
    height = frameSize(outHeight, filterHeight, strideHeight, dilationHeight);
    width = frameSize(outWidth, filterWidth, strideWidth, dilationWidth);
    memory.fill(frame, 0, <usize>(height * width) * pixel);
  }
  const row = <usize>width * pixel;
  const dyRow = <usize>outWidth * pixel;
  memory.fill(dw, 0, <usize>(filterHeight * filterWidth) * pixel);
  setStepsX(0, <usize>strideHeight * row, <usize>strideWidth * pixel);
  setStepsDy(dyRow, pixel);
  for (let n = 0; n < batch; ++n) {
    let source = x + ((<usize>n * <usize>(inHeight * inWidth * inChannels)) << 2);
    if (frame) {
      if (multiplier == 1)
        fillFrame(source, frame, inHeight, inWidth, pixel, height, width, padTop, padLeft);
      else
        fillRepeated(
          source,
          frame,
          inHeight,
          inWidth,
          inChannels,
          multiplier,
          height,
          width,
          padTop,
          padLeft,
        );
      source = frame;
    }
    for (let r = 0; r < outHeight; r += blockRows) {
      setCounts(1, min(blockRows, outHeight - r), outWidth);
      const gradient = dy + (<usize>n * <usize>outHeight + <usize>r) * dyRow;
      let to = dw;
      for (let p = 0; p < filterHeight; ++p, to += <usize>filterWidth * pixel) {
        const window = source + <usize>(r * strideHeight + p * dilationHeight) * row;
        addProducts(window, gradient, to, filterWidth, <usize>dilationWidth * pixel, pixel);
      }
    }
  }
}
