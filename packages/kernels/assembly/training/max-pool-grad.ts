import { PoolCall } from '../call';
import { routeEight, routeFour, routeOne } from './route-maximum';

/**
 * dx[where the window has its maximum] += dy, for every window and channel.
 *
 * The first maximum in row order takes it all. NaN never is one, and a window
 * with nothing above -Infinity takes nothing (the rules of tfjs-backend-cpu).
 */
export function max_pool_grad_f32(call: PoolCall): void {
  let x = call.x;
  let dy = call.dy;
  let dx = call.dx;
  const inHeight = call.inHeight;
  const pixel = (<usize>call.channels) << 2;
  const row = <usize>call.inWidth * pixel;
  for (let n = 0; n < call.batch; n++) {
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
        const corner = start + <usize>max(0, left) * pixel;
        routePixel(x + corner, dy, dx + corner, height, width, row, pixel);
      }
    }
    memory.fill(dx + <usize>cleared * row, 0, <usize>(inHeight - cleared) * row);
    x += <usize>inHeight * row;
    dx += <usize>inHeight * row;
  }
}

function routePixel(
  x: usize,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
  row: usize,
  pixel: usize,
): void {
  let c: usize = 0;
  for (; c + 32 <= pixel; c += 32) routeEight(x + c, dy + c, dx + c, height, width, row, pixel);
  if (c + 16 <= pixel) {
    routeFour(x + c, dy + c, dx + c, height, width, row, pixel);
    c += 16;
  }
  for (; c < pixel; c += 4) routeOne(x + c, dy + c, dx + c, height, width, row, pixel);
}
