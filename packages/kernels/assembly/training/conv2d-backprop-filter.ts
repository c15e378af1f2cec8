import { fillFrame, frameSize } from './inline/frame';
import { addOuterProducts } from './outer-product-panel';
import { setCounts, setStepsDy, setStepsX } from './pixel-block';

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
export function conv2d_backprop_filter_f32(
  x: usize,
  dy: usize,
  dw: usize,
  frames: usize,
  blockImages: i32,
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
  const pixel = (<usize>inChannels) << 2;
  const dyPixel = (<usize>outChannels) << 2;
  let height = inHeight;
  let width = inWidth;
  if (frames) {
    height = frameSize(outHeight, filterHeight, strideHeight, dilationHeight);
    width = frameSize(outWidth, filterWidth, strideWidth, dilationWidth);
    memory.fill(frames, 0, <usize>(blockImages * height * width) * pixel);
  }
  const row = <usize>width * pixel;
  const image = <usize>height * row;
  const inImage = <usize>(inHeight * inWidth) * pixel;
  const dyRow = <usize>outWidth * dyPixel;
  const runs = dilationWidth == 1 ? 1 : filterWidth;
  const taps = dilationWidth == 1 ? filterWidth * inChannels : inChannels;
  const run = <usize>taps * dyPixel;
  memory.fill(dw, 0, <usize>(filterHeight * runs) * run);
  setStepsX(image, <usize>strideHeight * row, <usize>strideWidth * pixel);
  setStepsDy(dyRow, dyPixel);
  for (let n = 0; n < batch; n += blockImages) {
    const images = min(blockImages, batch - n);
    let source = x + <usize>n * inImage;
    if (frames) {
      for (let i: usize = 0; i < <usize>images; ++i)
        fillFrame(
          source + i * inImage,
          frames + i * image,
          inHeight,
          inWidth,
          pixel,
          height,
          width,
          padTop,
          padLeft,
        );
      source = frames;
    }
    for (let r = 0; r < outHeight; r += blockRows) {
      setCounts(images, min(blockRows, outHeight - r), outWidth);
      const gradient = dy + (<usize>n * <usize>outHeight + <usize>r) * dyRow;
      let to = dw;
      for (let p = 0; p < filterHeight; ++p) {
        let window = source + <usize>(r * strideHeight + p * dilationHeight) * row;
        for (let q = 0; q < runs; ++q, to += run, window += <usize>dilationWidth * pixel)
          addOuterProducts(window, gradient, to, taps, outChannels);
      }
    }
  }
}
