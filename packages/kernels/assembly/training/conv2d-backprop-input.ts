import { cropFrame, frameSize } from './inline/frame';
import { packFilter, panelCount } from './pack-filter';
import { setStepsDy, setStepsX } from './pixel-block';
import { scatterPanel } from './scatter-panel';

/**
 * dx[n, i·sh + p·dh - top, j·sw + q·dw - left, c] += Σ_k dy[n,i,j,k] · w[p,q,c,k].
 *
 * Eight taps per tile, summed over k in registers and then added to the window
 * of their pixel: as many multiplications as the forward convolution, at any
 * stride. Taps of a filter row are neighbours in memory, so that `(q, c)` is one
 * axis unless columns are dilated.
 *
 * `packed` has room for the filter in panels of eight taps, `frame` for one
 * padded image and eight floats more.
 */
export function conv2d_backprop_input_f32(
  dy: usize,
  filter: usize,
  dx: usize,
  packed: usize,
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
  const pixel = (<usize>inChannels) << 2;
  const dyPixel = (<usize>outChannels) << 2;
  const height = frameSize(outHeight, filterHeight, strideHeight, dilationHeight);
  const width = frameSize(outWidth, filterWidth, strideWidth, dilationWidth);
  const row = <usize>width * pixel;
  const dyRow = <usize>outWidth * dyPixel;
  const runs = dilationWidth == 1 ? 1 : filterWidth;
  const taps = dilationWidth == 1 ? filterWidth * inChannels : inChannels;
  const panels = panelCount(taps);
  packFilter(filter, packed, filterHeight * runs, taps, outChannels);
  setStepsX(0, <usize>strideHeight * row, <usize>strideWidth * pixel);
  setStepsDy(dyRow, dyPixel);
  for (let n = 0; n < batch; ++n) {
    memory.fill(frame, 0, <usize>height * row);
    for (let r = 0; r < outHeight; r += blockRows) {
      const rows = min(blockRows, outHeight - r);
      const gradient = dy + (<usize>n * <usize>outHeight + <usize>r) * dyRow;
      let panel = packed;
      for (let p = 0; p < filterHeight; ++p) {
        const window = frame + <usize>(r * strideHeight + p * dilationHeight) * row;
        for (let q = 0; q < runs; ++q) {
          const to = window + <usize>(q * dilationWidth) * pixel;
          for (let t = 0; t < panels; ++t, panel += dyPixel << 3)
            scatterPanel(
              panel,
              outChannels,
              taps - (t << 3),
              gradient,
              to + ((<usize>t) << 5),
              rows,
              outWidth,
            );
        }
      }
    }
    cropFrame(frame, dx, inHeight, inWidth, pixel, height, width, padTop, padLeft);
    dx += <usize>(inHeight * inWidth) * pixel;
  }
}
