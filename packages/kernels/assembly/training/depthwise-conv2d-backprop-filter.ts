import { ConvCall } from '../call';
import { fillRepeated } from './fill-repeated';
import { fillFrame, frameSize } from './inline/frame';
import { PixelBlock } from './pixel-block';
import { addProducts } from './product-sum';

/**
 * dw[p,q,c,m] = Σ x[n, i·sh + p·dh - top, j·sw + q·dw - left, c] · dy[n,i,j, c·M + m].
 *
 * `frame` has room for one padded image of c·M channels, or is 0 where M is 1
 * and no window leaves the image.
 */
export function depthwise_conv2d_backprop_filter_f32(call: ConvCall): void {
  const frame = call.frame;
  const inHeight = call.inHeight;
  const inWidth = call.inWidth;
  const inChannels = call.inChannels;
  const outHeight = call.outHeight;
  const outWidth = call.outWidth;
  const filterHeight = call.filterHeight;
  const filterWidth = call.filterWidth;
  const strideHeight = call.strideHeight;
  const block = changetype<PixelBlock>(call.block);
  const pixel = (<usize>call.outChannels) << 2;
  const multiplier = call.outChannels / inChannels;
  let height = inHeight;
  let width = inWidth;
  if (frame) {
    height = frameSize(outHeight, filterHeight, strideHeight, call.dilationHeight);
    width = frameSize(outWidth, filterWidth, call.strideWidth, call.dilationWidth);
    memory.fill(frame, 0, <usize>(height * width) * pixel);
  }
  const row = <usize>width * pixel;
  const dyRow = <usize>outWidth * pixel;
  memory.fill(call.filter, 0, <usize>(filterHeight * filterWidth) * pixel);
  block.setStepsX(0, <usize>strideHeight * row, <usize>call.strideWidth * pixel);
  block.setStepsDy(dyRow, pixel);
  for (let n = 0; n < call.batch; n++) {
    let source = call.x + ((<usize>n * <usize>(inHeight * inWidth * inChannels)) << 2);
    if (frame) {
      if (multiplier == 1) {
        fillFrame(
          source,
          frame,
          inHeight,
          inWidth,
          pixel,
          height,
          width,
          call.padTop,
          call.padLeft,
        );
      } else {
        fillRepeated(
          source,
          frame,
          inHeight,
          inWidth,
          inChannels,
          multiplier,
          height,
          width,
          call.padTop,
          call.padLeft,
        );
      }
      source = frame;
    }
    for (let r = 0; r < outHeight; r += call.blockRows) {
      block.setCounts(1, min(call.blockRows, outHeight - r), outWidth);
      const gradient = call.dy + (<usize>n * <usize>outHeight + <usize>r) * dyRow;
      let to = call.filter;
      for (let p = 0; p < filterHeight; p++, to += <usize>filterWidth * pixel) {
        const window = source + <usize>(r * strideHeight + p * call.dilationHeight) * row;
        addProducts(
          block,
          window,
          gradient,
          to,
          filterWidth,
          <usize>call.dilationWidth * pixel,
          pixel,
        );
      }
    }
  }
}
