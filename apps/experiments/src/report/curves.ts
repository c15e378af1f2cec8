import type { ModelName } from '../settings.js';
import type { CurvePoint } from '../training/training-state.js';
import { chartPanel, chartsDocument, type ChartLine } from './chart.js';

/** The learning curve of one model. */
export interface ModelCurve {
  readonly model: ModelName;
  readonly points: readonly CurvePoint[];
}

/** Readable on white and on black. */
const colours: Record<ModelName, string> = { cnn: '#d95f02', 'st-cnn': '#2f81d0' };

/** An SVG of loss and error on the training images over the training steps. */
export function curves(models: readonly ModelCurve[]): string {
  const panels = [
    { title: 'Training loss (cross-entropy)', value: ({ loss }: CurvePoint) => loss },
    { title: 'Training error %', value: ({ accuracy }: CurvePoint) => 100 * (1 - accuracy) },
  ];
  const charts = panels.map(({ title, value }) => {
    const lines = models.map(({ model, points }): ChartLine => ({
      label: model,
      colour: colours[model],
      points: points.map((point) => [point.step, value(point)]),
    }));
    return chartPanel({ title, axis: 'step', lines });
  });
  return chartsDocument(charts);
}
