import { ConvCall } from '../call';
import { fillFrame, frameSize } from './inline/frame';
import { addOuterProducts } from './outer-product-panel';
import { PixelBlock } from './pixel-block';

/**
 * dw[p,q,c,k] = Σ x[n, i·sh + p·dh - top, j·sw + q·dw - left, c] · dy[n,i,j,k].
 *
 * An outer product per pixel, summed in registers over a block of pixels that
 * fits in cache. Taps of a filter row are neighbours in memory, so that `(q, c)`
 * is one axis unless columns are dilated.
 *
 * `frames` has room for `blockImages` padded images, or is 0 where no window
 * leaves the image. A block of several images takes all output rows.
 */
export function conv2d_backprop_filter_f32(call: ConvCall): void {
  const frames = call.frame;
  const blockImages = call.blockImages;
  const inHeight = call.inHeight;
  const inWidth = call.inWidth;
  const inChannels = call.inChannels;
  const outHeight = call.outHeight;
  const outWidth = call.outWidth;
  const filterHeight = call.filterHeight;
  const filterWidth = call.filterWidth;
  const strideHeight = call.strideHeight;
  const dilationWidth = call.dilationWidth;
  const block = changetype<PixelBlock>(call.block);
  const pixel = (<usize>inChannels) << 2;
  const dyPixel = (<usize>call.outChannels) << 2;
  let height = inHeight;
  let width = inWidth;
  if (frames) {
    height = frameSize(outHeight, filterHeight, strideHeight, call.dilationHeight);
    width = frameSize(outWidth, filterWidth, call.strideWidth, dilationWidth);
    memory.fill(frames, 0, <usize>(blockImages * height * width) * pixel);
  }
  const row = <usize>width * pixel;
  const image = <usize>height * row;
  const inImage = <usize>(inHeight * inWidth) * pixel;
  const dyRow = <usize>outWidth * dyPixel;
  const runs = dilationWidth == 1 ? 1 : filterWidth;
  const taps = dilationWidth == 1 ? filterWidth * inChannels : inChannels;
  const run = <usize>taps * dyPixel;
  memory.fill(call.filter, 0, <usize>(filterHeight * runs) * run);
  block.setStepsX(image, <usize>strideHeight * row, <usize>call.strideWidth * pixel);
  block.setStepsDy(dyRow, dyPixel);
  for (let n = 0; n < call.batch; n += blockImages) {
    const images = min(blockImages, call.batch - n);
    let source = call.x + <usize>n * inImage;
    if (frames) {
      for (let i: usize = 0; i < <usize>images; i++) {
        fillFrame(
          source + i * inImage,
          frames + i * image,
          inHeight,
          inWidth,
          pixel,
          height,
          width,
          call.padTop,
          call.padLeft,
        );
      }
      source = frames;
    }
    for (let r = 0; r < outHeight; r += call.blockRows) {
      block.setCounts(images, min(call.blockRows, outHeight - r), outWidth);
      const gradient = call.dy + (<usize>n * <usize>outHeight + <usize>r) * dyRow;
      let to = call.filter;
      for (let p = 0; p < filterHeight; p++) {
        let window = source + <usize>(r * strideHeight + p * call.dilationHeight) * row;
        for (let q = 0; q < runs; q++, to += run, window += <usize>dilationWidth * pixel) {
          addOuterProducts(block, window, gradient, to, taps, call.outChannels);
        }
      }
    }
  }
}
