import type { ModelName } from '../models/model-names.js';
import type { CurvePoint } from '../training/curve.js';
import { chartPanel, PANEL_HEIGHT, PANEL_WIDTH, type ChartLine } from './chart-panel.js';

/** The training curve of one model. */
export interface ModelCurve {
  readonly model: ModelName;
  readonly points: readonly CurvePoint[];
}

const colours: Record<ModelName, string> = { cnn: '#d95f02', 'st-cnn': '#1b6ca8' };

/** An SVG of how loss and error on the training images went down. */
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
