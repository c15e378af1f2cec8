import { MultiBar, Presets, type SingleBar } from 'cli-progress';

import type { ModelName } from '../models/model-names.js';
import type { Display } from './display.js';
import { progressFigures } from './progress-figures.js';

/** A progress bar per model, for terminals. */
export function progressBars(stream: NodeJS.WritableStream, models: readonly ModelName[]): Display {
  const bars = new MultiBar(
    {
      stream,
      format: '{model} {bar} {percentage} %  {text}',
      barsize: 24,
      hideCursor: true,
      emptyOnZero: true,
      autopadding: true,
      fps: 8,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  const start = (model: ModelName): [ModelName, SingleBar] => [
    model,
    bars.create(1, 0, { model: model.padEnd(6), text: 'starting' }),
  ];
  const barOf = new Map(models.map(start));
  return {
    news: (model, news) => {
      const bar = barOf.get(model);
      if (news.kind === 'testing') return bar?.update({ text: 'trained; testing' });
      const { step, steps } = news.progress;
      bar?.setTotal(steps);
      const { loss, accuracy, speed, left } = progressFigures(news.progress);
      bar?.update(step, { text: `${loss}  ${accuracy}  ${speed}  ${left}` });
    },
    end: (model, text) => barOf.get(model)?.update({ text }),
    close: () => bars.stop(),
  };
}
