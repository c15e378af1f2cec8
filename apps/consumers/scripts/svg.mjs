/** @typedef {readonly [x: number, y: number]} Point */

/**
 * Places normalised points on a square of the picture.
 *
 * @param {number} left
 * @param {number} top
 * @param {number} side
 * @returns {(point: Point) => Point}
 */
export function placeIn(left, top, side) {
  return ([x, y]) => [left + ((x + 1) / 2) * side, top + ((y + 1) / 2) * side];
}

/** @param {readonly Point[]} all @param {(point: Point) => Point} place */
export function path(all, place) {
  const places = all.map(place).map(([x, y]) => `${tenths(x)} ${tenths(y)}`);
  return `M${places.join('L')}`;
}

/** @param {ArrayLike<number>} values @returns {Point[]} */
export function pairs(values) {
  return Array.from({ length: values.length / 2 }, (_, index) => [
    values[2 * index] ?? 0,
    values[2 * index + 1] ?? 0,
  ]);
}

/** @param {number} pixels */
export function tenths(pixels) {
  return Math.round(10 * pixels) / 10;
}

/** @param {number} value @param {number} [digits] */
export function short(value, digits = 2) {
  return String(Number(value.toFixed(digits)) + 0);
}

/** @param {number} width @param {number} height @param {readonly string[]} content */
export function svg(width, height, content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" text-anchor="middle">
<style>
text { fill: #24292f } .mark-text { font-weight: bold } .name { text-anchor: end }
.cell { fill: #eef1f4; stroke: #8c959f } .framed { stroke: #8c959f } .mark { fill: #bf4b0a }
.line { fill: none; stroke: #bf4b0a; stroke-width: 2.5 } .top { stroke: #0969da; stroke-width: 4 }
.thin { fill: none; stroke: #0969da; stroke-width: 1.2 }
@media (prefers-color-scheme: dark) {
text { fill: #d8dee4 } .cell { fill: #1c2128; stroke: #57606a } .mark { fill: #ff8a4c }
.line { stroke: #ff8a4c } .top, .thin { stroke: #58a6ff }
}
</style>
${content.join('\n')}
</svg>
`;
}
