import { PoolCall } from '../call';
import { addScalarTo, addTo } from './inline/accumulate';

/**
 * dx[every position of the window] += dy / positions of the window inside x,
 * for every window and channel.
 */
export function avg_pool_grad_f32(call: PoolCall): void {
  let dy = call.dy;
  let dx = call.dx;
  const inHeight = call.inHeight;
  const pixel = (<usize>call.channels) << 2;
  const row = <usize>call.inWidth * pixel;
  for (let n = 0; n < call.batch; n++, dx += <usize>inHeight * row) {
    // A row is cleared when a window first reaches it, shortly before it is added to.
    let cleared = 0;
    for (let i = 0; i < call.outHeight; i++) {
      const top = i * call.strideHeight - call.padTop;
      const bottom = min(inHeight, top + call.filterHeight);
      if (bottom > cleared) {
        memory.fill(dx + <usize>cleared * row, 0, <usize>(bottom - cleared) * row);
        cleared = bottom;
      }
      const start = <usize>max(0, top) * row;
      const height = bottom - max(0, top);
      for (let j = 0; j < call.outWidth; j++, dy += pixel) {
        const left = j * call.strideWidth - call.padLeft;
        const width = min(call.inWidth, left + call.filterWidth) - max(0, left);
        spread(dy, dx + start + <usize>max(0, left) * pixel, height, width, row, pixel);
      }
    }
    memory.fill(dx + <usize>cleared * row, 0, <usize>(inHeight - cleared) * row);
  }
}

function spread(dy: usize, dx: usize, height: i32, width: i32, row: usize, pixel: usize): void {
  if (height <= 0 || width <= 0) return;
  const scale = <f32>1 / <f32>(height * width);
  for (let i = 0; i < height; i++, dx += row) {
    for (let j = 0, to = dx; j < width; j++, to += pixel) {
      let c: usize = 0;
      for (; c + 16 <= pixel; c += 16) {
        addTo(to + c, f32x4.mul(v128.load(dy + c), f32x4.splat(scale)));
      }
      for (; c < pixel; c += 4) addScalarTo(to + c, load<f32>(dy + c) * scale);
    }
  }
}
