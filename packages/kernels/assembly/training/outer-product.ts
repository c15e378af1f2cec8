import { addTo, multiplyAdd } from './inline/accumulate';
import { lanesFrom } from './inline/lane-mask';
import { PixelBlock } from './pixel-block';

/**
 * `height` (1 or 4) taps by four or eight output channels, in registers over
 * all pixels of the block. The first `skip` channels add nothing.
 */
// @inline
function outerProduct(
  block: PixelBlock,
  height: i32,
  wide: bool,
  x: usize,
  dy: usize,
  dw: usize,
  skip: i32,
): void {
  const width = block.columns;
  const xStep = block.xColumn;
  const dyStep = block.dyColumn;
  let a0 = f32x4.splat(0),
    a1 = a0,
    b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0,
    d0 = a0,
    d1 = a0;
  for (let image = block.images; image; image--, x += block.xImage) {
    for (let row = block.rows, rowStart = x; row; row--, rowStart += block.xRow) {
      for (let column = width, at = rowStart; column; column--, at += xStep, dy += dyStep) {
        const y0 = v128.load(dy);
        const y1 = wide ? v128.load(dy, 16) : y0;
        let tap = v128.load_splat<f32>(at);
        a0 = multiplyAdd(a0, tap, y0);
        if (wide) a1 = multiplyAdd(a1, tap, y1);
        if (height == 1) continue;
        tap = v128.load_splat<f32>(at, 4);
        b0 = multiplyAdd(b0, tap, y0);
        if (wide) b1 = multiplyAdd(b1, tap, y1);
        tap = v128.load_splat<f32>(at, 8);
        c0 = multiplyAdd(c0, tap, y0);
        if (wide) c1 = multiplyAdd(c1, tap, y1);
        tap = v128.load_splat<f32>(at, 12);
        d0 = multiplyAdd(d0, tap, y0);
        if (wide) d1 = multiplyAdd(d1, tap, y1);
      }
    }
  }
  const keep0 = lanesFrom(skip);
  const keep1 = lanesFrom(skip - 4);
  addTo(dw, v128.and(a0, keep0));
  if (wide) addTo(dw + 16, v128.and(a1, keep1));
  if (height == 1) return;
  dw += dyStep;
  addTo(dw, v128.and(b0, keep0));
  if (wide) addTo(dw + 16, v128.and(b1, keep1));
  dw += dyStep;
  addTo(dw, v128.and(c0, keep0));
  if (wide) addTo(dw + 16, v128.and(c1, keep1));
  dw += dyStep;
  addTo(dw, v128.and(d0, keep0));
  if (wide) addTo(dw + 16, v128.and(d1, keep1));
}

export function outer4x8(block: PixelBlock, x: usize, dy: usize, dw: usize, skip: i32): void {
  outerProduct(block, 4, true, x, dy, dw, skip);
}

export function outer1x8(block: PixelBlock, x: usize, dy: usize, dw: usize, skip: i32): void {
  outerProduct(block, 1, true, x, dy, dw, skip);
}

export function outer4x4(block: PixelBlock, x: usize, dy: usize, dw: usize, skip: i32): void {
  outerProduct(block, 4, false, x, dy, dw, skip);
}

export function outer1x4(block: PixelBlock, x: usize, dy: usize, dw: usize, skip: i32): void {
  outerProduct(block, 1, false, x, dy, dw, skip);
}
