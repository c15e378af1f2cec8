import type { JSX } from 'preact';

/** What a chart shows. */
export interface LineChartProps {
  readonly title: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The x at the right edge. */
  readonly last: number;
  /** The y at the upper edge; 0 is at the lower. */
  readonly top: number;
  /** A y for people. */
  readonly format: (y: number) => string;
}

const WIDTH = 320;
const HEIGHT = 120;

/** A line over time, with its course in words for those who don't see it. */
export function LineChart(props: LineChartProps): JSX.Element {
  const { title, points, last, top, format } = props;
  const path = points.map(
    ([x, y]) => `${(WIDTH * x) / last} ${HEIGHT * (1 - Math.min(1, y / top))}`,
  );
  const now = points.at(-1);
  return (
    <figure class="chart">
      <figcaption>
        <b>{title}</b>
        <span class="number">{now ? format(now[1]) : '–'}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={inWords(props)}
      >
        {[0.25, 0.5, 0.75].map((share) => (
          <path key={share} class="rule" d={`M0 ${HEIGHT * share}H${WIDTH}`} />
        ))}
        {path.length > 1 && <path class="curve" d={`M${path.join('L')}`} />}
      </svg>
      <div class="axis number" aria-hidden="true">
        <span>0</span>
        <span>{`${last} steps`}</span>
      </div>
      <div class="scale number" aria-hidden="true">
        {format(top)}
      </div>
    </figure>
  );
}

function inWords({ title, points, last, format }: LineChartProps): string {
  if (points.length === 0) return `${title}: nothing yet`;
  const count = Math.min(6, points.length);
  const chosen = Array.from({ length: count }, (_, index) => {
    const [x, y] = points[Math.round((index * (points.length - 1)) / Math.max(1, count - 1))] ?? [
      0, 0,
    ];
    return `${format(y)} after step ${x}`;
  });
  return `${title} over ${last} steps: ${chosen.join(', ')}`;
}
