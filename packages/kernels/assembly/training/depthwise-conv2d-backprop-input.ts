import { ConvCall } from '../call';
import { addScalarTo, addTo } from './inline/accumulate';

/**
 * dx[n, i·sh + p·dh - top, j·sw + q·dw - left, c] += Σ_m dy[n,i,j, c·M + m] · w[p,q,c,m].
 *
 * Where M is above 1, `wide` has room for one image of c·M channels, which are
 * summed at the end.
 */
export function depthwise_conv2d_backprop_input_f32(call: ConvCall): void {
  let dy = call.dy;
  let dx = call.x;
  const inHeight = call.inHeight;
  const inWidth = call.inWidth;
  const inChannels = call.inChannels;
  const pixel = (<usize>call.outChannels) << 2;
  const row = <usize>inWidth * pixel;
  const multiplier = call.outChannels / inChannels;
  const last = (call.filterHeight - 1) * call.dilationHeight;
  for (let n = 0; n < call.batch; n++) {
    const image = multiplier == 1 ? dx : call.frame;
    // A row is cleared when a window first reaches it, shortly before it is added to.
    let cleared = 0;
    for (let i = 0; i < call.outHeight; i++, dy += <usize>call.outWidth * pixel) {
      const top = i * call.strideHeight - call.padTop;
      const bottom = min(inHeight, top + last + 1);
      if (bottom > cleared) {
        memory.fill(image + <usize>cleared * row, 0, <usize>(bottom - cleared) * row);
        cleared = bottom;
      }
      let weights = call.filter;
      for (
        let y = top;
        y <= top + last;
        y += call.dilationHeight, weights += <usize>call.filterWidth * pixel
      ) {
        if (y >= 0 && y < inHeight) {
          spreadRow(
            dy,
            weights,
            image + <usize>y * row,
            call.outWidth,
            inWidth,
            call.filterWidth,
            call.strideWidth,
            call.dilationWidth,
            call.padLeft,
            pixel,
          );
        }
      }
    }
    memory.fill(image + <usize>cleared * row, 0, <usize>(inHeight - cleared) * row);
    if (multiplier > 1) sumGroups(call.frame, dx, inHeight * inWidth * inChannels, multiplier);
    dx += (<usize>(inHeight * inWidth * inChannels)) << 2;
  }
}

/** Adds to a row of dx what a row of dy contributes through a row of the filter. */
function spreadRow(
  dy: usize,
  filter: usize,
  dx: usize,
  outWidth: i32,
  inWidth: i32,
  filterWidth: i32,
  stride: i32,
  dilation: i32,
  padLeft: i32,
  pixel: usize,
): void {
  const apart = <usize>dilation * pixel;
  for (let j = 0, left = -padLeft; j < outWidth; j++, left += stride, dy += pixel) {
    const from = left < 0 ? (dilation - 1 - left) / dilation : 0;
    const to = min(filterWidth, (inWidth - left + dilation - 1) / dilation);
    if (from < to) {
      spreadPixel(
        dy,
        filter + <usize>from * pixel,
        dx + <usize>(left + from * dilation) * pixel,
        to - from,
        apart,
        pixel,
      );
    }
  }
}

/** dx[tap] += dy · filter[tap], channel by channel. */
function spreadPixel(
  dy: usize,
  filter: usize,
  dx: usize,
  taps: i32,
  apart: usize,
  pixel: usize,
): void {
  let c: usize = 0;
  for (; c + 16 <= pixel; c += 16) {
    const value = v128.load(dy + c);
    for (let tap = taps, w = filter + c, to = dx + c; tap; tap--, w += pixel, to += apart) {
      addTo(to, f32x4.mul(value, v128.load(w)));
    }
  }
  for (; c < pixel; c += 4) {
    const value = load<f32>(dy + c);
    for (let tap = taps, w = filter + c, to = dx + c; tap; tap--, w += pixel, to += apart) {
      addScalarTo(to, value * load<f32>(w));
    }
  }
}

/** to[i] = Σ_m from[i·size + m]. */
function sumGroups(from: usize, to: usize, count: i32, size: i32): void {
  for (let i = 0; i < count; i++, to += 4) {
    let sum: f32 = 0;
    for (let m = 0; m < size; m++, from += 4) sum += load<f32>(from);
    store<f32>(to, sum);
  }
}
