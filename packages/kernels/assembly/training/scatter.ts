import { addTo, multiplyAdd } from './inline/accumulate';
import { lanesBelow } from './inline/lane-mask';
import { PixelBlock } from './pixel-block';

/**
 * For each pixel of the block: dx[0..8] += Σ_k dy[k] · panel[k][0..8], for one
 * pixel or for four, which lie `dyApart` and `dxApart` bytes from each other.
 * Only the first `taps` of the eight are added.
 */
// @inline
function scatter(
  block: PixelBlock,
  four: bool,
  wide: bool,
  panel: usize,
  depth: i32,
  dy: usize,
  dyApart: usize,
  dx: usize,
  dxApart: usize,
  taps: i32,
): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  const keep0 = lanesBelow(taps);
  const keep1 = lanesBelow(taps - 4);
  for (let row = block.rows; row; row--, dy += block.dyRow, dx += block.xRow) {
    for (let column = width, y = dy, x = dx; column; column--, y += dyStep, x += xStep) {
      let a0 = f32x4.splat(0),
        a1 = a0,
        b0 = a0,
        b1 = a0,
        c0 = a0,
        c1 = a0,
        d0 = a0,
        d1 = a0;
      let weights = panel;
      let yA = y,
        yB = yA + dyApart,
        yC = yB + dyApart,
        yD = yC + dyApart;
      for (let k = depth; k; k--) {
        const w0 = v128.load(weights);
        const w1 = wide ? v128.load(weights, 16) : w0;
        let value = v128.load_splat<f32>(yA);
        a0 = multiplyAdd(a0, value, w0);
        if (wide) a1 = multiplyAdd(a1, value, w1);
        if (four) {
          value = v128.load_splat<f32>(yB);
          b0 = multiplyAdd(b0, value, w0);
          if (wide) b1 = multiplyAdd(b1, value, w1);
          value = v128.load_splat<f32>(yC);
          c0 = multiplyAdd(c0, value, w0);
          if (wide) c1 = multiplyAdd(c1, value, w1);
          value = v128.load_splat<f32>(yD);
          d0 = multiplyAdd(d0, value, w0);
          if (wide) d1 = multiplyAdd(d1, value, w1);
          yB += 4;
          yC += 4;
          yD += 4;
        }
        yA += 4;
        weights += 32;
      }
      let to = x;
      addTo(to, v128.and(a0, keep0));
      if (wide) addTo(to + 16, v128.and(a1, keep1));
      if (!four) continue;
      to += dxApart;
      addTo(to, v128.and(b0, keep0));
      if (wide) addTo(to + 16, v128.and(b1, keep1));
      to += dxApart;
      addTo(to, v128.and(c0, keep0));
      if (wide) addTo(to + 16, v128.and(c1, keep1));
      to += dxApart;
      addTo(to, v128.and(d0, keep0));
      if (wide) addTo(to + 16, v128.and(d1, keep1));
    }
  }
}

export function scatter4x8(
  block: PixelBlock,
  panel: usize,
  depth: i32,
  dy: usize,
  dyApart: usize,
  dx: usize,
  dxApart: usize,
  taps: i32,
): void {
  scatter(block, true, true, panel, depth, dy, dyApart, dx, dxApart, taps);
}

export function scatter4x4(
  block: PixelBlock,
  panel: usize,
  depth: i32,
  dy: usize,
  dyApart: usize,
  dx: usize,
  dxApart: usize,
  taps: i32,
): void {
  scatter(block, true, false, panel, depth, dy, dyApart, dx, dxApart, taps);
}

export function scatter1x8(
  block: PixelBlock,
  panel: usize,
  depth: i32,
  dy: usize,
  dx: usize,
  taps: i32,
): void {
  scatter(block, false, true, panel, depth, dy, 0, dx, 0, taps);
}
