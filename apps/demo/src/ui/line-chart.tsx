import type { JSX } from 'preact';

/** One line of a chart. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The properties of a chart. */
interface LineChartProps {
  readonly title: string;
  /** The first line is the most prominent. */
  readonly lines: readonly ChartLine[];
  /** The x at the right edge. */
  readonly last: number;
  /** The y at the upper edge; 0 is at the lower. */
  readonly top: number;
  /** Formats a y. */
  readonly format: (y: number) => string;
}

/** Where the axes have numbers and the grid has lines. */
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

const WIDTH = 320;
const HEIGHT = 120;

const GRID = QUARTERS.slice(1, -1)
  .map((share) => `M0 ${HEIGHT * share}H${WIDTH}M${WIDTH * share} 0V${HEIGHT}`)
  .join('');

/** Lines over time, described in words for screen readers. */
export function LineChart(props: LineChartProps): JSX.Element {
  const { title, lines, last, top, format } = props;
  return (
    <figure class="chart">
      <figcaption>
        <b>{title}</b>
        {lines.map(({ name, points }) => (
          <span key={name} class="legend">
            <i aria-hidden="true" /> {name}{' '}
            <b class="number">{format(points.at(-1)?.[1] ?? Number.NaN)}</b>
          </span>
        ))}
      </figcaption>
      <div class="plot">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={lines.map((line) => inWords(props, line)).join('. ')}
        >
          <path class="rule" d={GRID} />
          {lines.map(({ name, points }) => (
            <path key={name} class="curve" d={pathOf(points, last, top)} />
          ))}
        </svg>
        <Axes {...{ last, top, format }} />
      </div>
    </figure>
  );
}

/** The numbers of both axes. */
function Axes(props: Pick<LineChartProps, 'last' | 'top' | 'format'>): JSX.Element {
  const { last, top, format } = props;
  return (
    <>
      <div class="y-axis number" aria-hidden="true">
        {QUARTERS.map((share) => (
          <span key={share} style={{ bottom: `${100 * share}%` }}>
            {format(share * top)}
          </span>
        ))}
      </div>
      <div class="x-axis number" aria-hidden="true">
        {QUARTERS.map((share) => (
          <span key={share} style={{ left: `${100 * share}%` }}>
            {Math.round(share * last).toLocaleString('en')}
          </span>
        ))}
      </div>
      <span class="x-title" aria-hidden="true">
        step
      </span>
    </>
  );
}

function pathOf(points: ChartLine['points'], last: number, top: number): string {
  if (points.length < 2) return '';
  return `M${points.map(([x, y]) => `${(WIDTH * x) / last} ${HEIGHT * (1 - y / top)}`).join('L')}`;
}

function inWords({ title, lines, last, format }: LineChartProps, line: ChartLine): string {
  const { name, points } = line;
  const what = lines.length > 1 ? `${title}, ${name}` : title;
  if (points.length === 0) return `${what}: nothing yet`;
  const count = Math.min(6, points.length);
  const chosen = Array.from({ length: count }, (_, index) => {
    const [x, y] = points[Math.round((index * (points.length - 1)) / Math.max(1, count - 1))] ?? [
      0, 0,
    ];
    return `${format(y)} after step ${x}`;
  });
  return `${what} over ${last} steps: ${chosen.join(', ')}`;
}
