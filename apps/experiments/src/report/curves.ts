import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';
import { line } from 'd3-shape';

import type { ModelName } from '../settings.js';
import type { CurvePoint } from '../training/training-state.js';

const PANEL_WIDTH = 480;
const PANEL_HEIGHT = 320;

const left = 56;
const right = PANEL_WIDTH - 16;
const top = 40;
const bottom = PANEL_HEIGHT - 44;

/** The learning curve of one model. */
export interface ModelCurve {
  readonly model: ModelName;
  readonly points: readonly CurvePoint[];
}

const colours: Record<ModelName, string> = { cnn: '#d95f02', 'st-cnn': '#1b6ca8' };

/** An SVG of loss and error on the training images over the training steps. */
export function curves(models: readonly ModelCurve[]): string {
  const panels = [
    { title: 'Training loss (cross-entropy)', value: ({ loss }: CurvePoint) => loss },
    { title: 'Training error %', value: ({ accuracy }: CurvePoint) => 100 * (1 - accuracy) },
  ];
  const content = panels.map(({ title, value }, index) => {
    const lines = models.map(({ model, points }): ChartLine => ({
      label: model,
      colour: colours[model],
      points: points.map((point) => [point.step, value(point)]),
    }));
    return `<g transform="translate(${index * PANEL_WIDTH} 0)">${chartPanel(title, lines)}</g>`;
  });
  const width = panels.length * PANEL_WIDTH;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${PANEL_HEIGHT}" \
viewBox="0 0 ${width} ${PANEL_HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${content.join('\n')}
</svg>
`;
}

/** A line of a chart. */
interface ChartLine {
  readonly label: string;
  readonly colour: string;
  readonly points: readonly (readonly [step: number, value: number])[];
}

type Scale = ScaleContinuousNumeric<number, number>;

/** SVG elements of a chart over training steps with a logarithmic axis of values. */
function chartPanel(title: string, lines: readonly ChartLine[]): string {
  const points = lines.flatMap((one) => one.points);
  const lastStep = Math.max(1, ...points.map(([step]) => step));
  const values = points.map(([, value]) => value).filter((value) => value > 0);
  const [low, high] = [Math.min(...values, 1), Math.max(...values, 1)];
  const x = scaleLinear([0, lastStep], [left, right]);
  const y = scaleLog([low, high === low ? 10 * low : high], [bottom, top]).clamp(true);
  return [
    `<text x="${left}" y="20" font-size="14">${title}</text>`,
    horizontalAxis(x),
    verticalAxis(y),
    ...lines.map((one) => path(one, x, y)),
    ...lines.map(legend),
  ].join('\n');
}

function horizontalAxis(x: Scale): string {
  const ticks = x.ticks(6).map((tick) => {
    const at = x(tick).toFixed(1);
    return `<text x="${at}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`;
  });
  const name = `<text x="${(left + right) / 2}" y="${bottom + 36}" text-anchor="middle">step</text>`;
  return `<path d="M${left} ${bottom}H${right}" stroke="#444"/>${ticks.join('')}${name}`;
}

function verticalAxis(y: Scale): string {
  const format = y.tickFormat(6, '~g');
  const ticks = y.ticks(6).map((tick) => {
    const at = y(tick).toFixed(1);
    const text = `<text x="${left - 6}" y="${at}" dy="4" text-anchor="end">${format(tick)}</text>`;
    return `<path d="M${left} ${at}H${right}" stroke="#e4e4e4"/>${text}`;
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

function legend({ label, colour }: ChartLine, index: number): string {
  const y = top + 12 + 18 * index;
  const from = right - 90;
  return `<path d="M${from} ${y}h24" stroke="${colour}" stroke-width="3"/>\
<text x="${from + 30}" y="${y + 4}">${label}</text>`;
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
