import { PixelBlock } from './pixel-block';
import { scatter1x8, scatter4x4, scatter4x8 } from './scatter';

/**
 * Adds to dx what `height` × `width` pixels of dy contribute through one panel
 * of the packed filter: rows in four bands at a time, then the remaining rows in
 * four stretches of columns, then the remaining columns.
 *
 * The four pixels of a tile are far apart on purpose: windows of neighbours
 * overlap, and a load of what has just been stored in two pieces stalls.
 */
export function scatterPanel(
  block: PixelBlock,
  panel: usize,
  depth: i32,
  taps: i32,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
): void {
  const band = height >> 2;
  const banded = <usize>(band << 2);
  const stretch = width >> 2;
  const stretched = <usize>(stretch << 2);
  scatterFour(
    block,
    panel,
    depth,
    taps,
    dy,
    <usize>band * block.dyRow,
    dx,
    <usize>band * block.xRow,
    band,
    width,
  );
  dy += banded * block.dyRow;
  dx += banded * block.xRow;
  const rest = height & 3;
  const dyApart = <usize>stretch * block.dyColumn;
  const dxApart = <usize>stretch * block.xColumn;
  scatterFour(block, panel, depth, taps, dy, dyApart, dx, dxApart, rest, stretch);
  block.setCounts(1, rest, width & 3);
  scatter1x8(
    block,
    panel,
    depth,
    dy + stretched * block.dyColumn,
    dx + stretched * block.xColumn,
    taps,
  );
}

function scatterFour(
  block: PixelBlock,
  panel: usize,
  depth: i32,
  taps: i32,
  dy: usize,
  dyApart: usize,
  dx: usize,
  dxApart: usize,
  height: i32,
  width: i32,
): void {
  block.setCounts(1, height, width);
  if (taps > 4) scatter4x8(block, panel, depth, dy, dyApart, dx, dxApart, taps);
  else scatter4x4(block, panel, depth, dy, dyApart, dx, dxApart, taps);
}
