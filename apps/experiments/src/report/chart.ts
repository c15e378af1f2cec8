import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';
import { line } from 'd3-shape';

const PANEL_WIDTH = 480;
const PANEL_HEIGHT = 320;

const left = 56;
const right = PANEL_WIDTH - 16;
const top = 40;
const bottom = PANEL_HEIGHT - 44;

/** Colours for readers with a light and with a dark screen. */
const STYLE = `<style>
.paper { fill: #fff } text { fill: #24292f } .axis { stroke: #57606a } .rule { stroke: #e1e4e8 }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117 } text { fill: #d8dee4 } .axis { stroke: #8b949e } .rule { stroke: #2b313a }
}
</style>`;

/** An SVG document of charts in a row, or in rows of the given length. */
export function chartsDocument(charts: readonly string[], perRow: number = charts.length): string {
  const content = charts.map((chart, index) => {
    const [x, y] = [(index % perRow) * PANEL_WIDTH, Math.floor(index / perRow) * PANEL_HEIGHT];
    return `<g transform="translate(${x} ${y})">${chart}</g>`;
  });
  const width = Math.min(perRow, charts.length) * PANEL_WIDTH;
  const height = Math.ceil(charts.length / perRow) * PANEL_HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" \
viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
${STYLE}
<rect class="paper" width="100%" height="100%"/>
${content.join('\n')}
</svg>
`;
}

/** A line of a chart. */
export interface ChartLine {
  readonly label: string;
  readonly colour: string;
  readonly points: readonly (readonly [time: number, value: number])[];
}

type Scale = ScaleContinuousNumeric<number, number>;

/** What a chart shows. */
export interface Chart {
  readonly title: string;
  /** The name of the horizontal axis. */
  readonly axis: string;
  readonly lines: readonly ChartLine[];
}

/** SVG elements of a chart over training time with a logarithmic axis of values. */
export function chartPanel({ title, axis, lines }: Chart): string {
  const points = lines.flatMap((one) => one.points);
  const lastStep = Math.max(1, ...points.map(([step]) => step));
  const values = points.map(([, value]) => value).filter((value) => value > 0);
  const [low, high] = [Math.min(...values, 1), Math.max(...values, 1)];
  const legendWidth = 48 + 6 * Math.max(0, ...lines.map(({ label }) => label.length));
  const x = scaleLinear([0, lastStep], [left, right]);
  const y = scaleLog([low, high === low ? 10 * low : high], [bottom, top]).clamp(true);
  return [
    `<text x="${left}" y="20" font-size="14">${title}</text>`,
    horizontalAxis(x, axis),
    verticalAxis(y),
    ...lines.map((one) => path(one, x, y)),
    ...lines.map((one, index) => legend(one, index, legendWidth)),
  ].join('\n');
}

function horizontalAxis(x: Scale, axis: string): string {
  const ticks = x.ticks(6).map((tick) => {
    const at = x(tick).toFixed(1);
    return `<text x="${at}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`;
  });
  const name = `<text x="${(left + right) / 2}" y="${bottom + 36}" text-anchor="middle">${axis}</text>`;
  return `<path d="M${left} ${bottom}H${right}" class="axis"/>${ticks.join('')}${name}`;
}

function verticalAxis(y: Scale): string {
  const format = y.tickFormat(6, '~g');
  const ticks = y.ticks(6).map((tick) => {
    const at = y(tick).toFixed(1);
    const text = `<text x="${left - 6}" y="${at}" dy="4" text-anchor="end">${format(tick)}</text>`;
    return `<path d="M${left} ${at}H${right}" class="rule"/>${text}`;
  });
  return ticks.join('');
}

function path({ points, colour }: ChartLine, x: Scale, y: Scale): string {
  const draw = line<readonly [number, number]>()
    .defined(([, value]) => value > 0)
    .x(([step]) => tenths(x(step)))
    .y(([, value]) => tenths(y(value)));
  return `<path d="${draw(points) ?? ''}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

function legend({ label, colour }: ChartLine, index: number, width: number): string {
  const y = top + 12 + 18 * index;
  const from = right - width;
  return `<path d="M${from} ${y}h24" stroke="${colour}" stroke-width="3"/>\
<text x="${from + 30}" y="${y + 4}">${label}</text>`;
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
