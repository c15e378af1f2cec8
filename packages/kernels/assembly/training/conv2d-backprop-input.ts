import { ConvCall } from '../call';
import { cropFrame, frameSize } from './inline/frame';
import { packFilter, panelCount } from './pack-filter';
import { PixelBlock } from './pixel-block';
import { scatterPanel } from './scatter-panel';

/**
 * dx[n, i·sh + p·dh - top, j·sw + q·dw - left, c] += Σ_k dy[n,i,j,k] · w[p,q,c,k].
 *
 * Eight taps per tile, summed over k in registers and then added to the window
 * of their pixel: as many multiplications as the forward convolution, at any
 * stride. Taps of a filter row are neighbours in memory, so that `(q, c)` is one
 * axis unless columns are dilated.
 *
 * `packed` has space for the filter in panels of eight taps, `frame` for one
 * padded image and eight floats more.
 */
export function conv2d_backprop_input_f32(call: ConvCall): void {
  let dx = call.x;
  const frame = call.frame;
  const inChannels = call.inChannels;
  const outHeight = call.outHeight;
  const outWidth = call.outWidth;
  const outChannels = call.outChannels;
  const filterHeight = call.filterHeight;
  const filterWidth = call.filterWidth;
  const strideHeight = call.strideHeight;
  const dilationWidth = call.dilationWidth;
  const block = changetype<PixelBlock>(call.block);
  const pixel = (<usize>inChannels) << 2;
  const dyPixel = (<usize>outChannels) << 2;
  const height = frameSize(outHeight, filterHeight, strideHeight, call.dilationHeight);
  const width = frameSize(outWidth, filterWidth, call.strideWidth, dilationWidth);
  const row = <usize>width * pixel;
  const dyRow = <usize>outWidth * dyPixel;
  const runs = dilationWidth == 1 ? 1 : filterWidth;
  const taps = dilationWidth == 1 ? filterWidth * inChannels : inChannels;
  const panels = panelCount(taps);
  packFilter(call.filter, call.packed, filterHeight * runs, taps, outChannels);
  block.setStepsX(0, <usize>strideHeight * row, <usize>call.strideWidth * pixel);
  block.setStepsDy(dyRow, dyPixel);
  for (let n = 0; n < call.batch; n++) {
    memory.fill(frame, 0, <usize>height * row);
    for (let r = 0; r < outHeight; r += call.blockRows) {
      const rows = min(call.blockRows, outHeight - r);
      const gradient = call.dy + (<usize>n * <usize>outHeight + <usize>r) * dyRow;
      let panel = call.packed;
      for (let p = 0; p < filterHeight; p++) {
        const window = frame + <usize>(r * strideHeight + p * call.dilationHeight) * row;
        for (let q = 0; q < runs; q++) {
          const to = window + <usize>(q * dilationWidth) * pixel;
          for (let t = 0; t < panels; t++, panel += dyPixel << 3) {
            scatterPanel(
              block,
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
    }
    cropFrame(
      frame,
      dx,
      call.inHeight,
      call.inWidth,
      pixel,
      height,
      width,
      call.padTop,
      call.padLeft,
    );
    dx += <usize>(call.inHeight * call.inWidth) * pixel;
  }
}
