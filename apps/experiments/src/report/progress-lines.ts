import type { Progress } from '../jobs/job.js';
import type { ModelName } from '../models/model-names.js';
import type { Display } from './display.js';
import { progressFigures } from './progress-figures.js';

const SECONDS_BETWEEN = 10;

/** Plain lines, one per model every ten seconds, for logs and pipes. */
export function progressLines(write: (line: string) => void): Display {
  const shownAt = new Map<ModelName, number>();
  const line = (model: ModelName, text: string): void => write(`${model.padEnd(6)}  ${text}`);
  return {
    news: (model, news) => {
      if (news.kind === 'testing') return line(model, 'trained; testing');
      const now = performance.now();
      if (now - (shownAt.get(model) ?? -Infinity) < 1000 * SECONDS_BETWEEN) return;
      shownAt.set(model, now);
      line(model, describe(news.progress));
    },
    end: line,
    close: () => undefined,
  };
}

function describe(progress: Progress): string {
  const { step, steps } = progress;
  const percent = Math.floor((100 * step) / steps);
  const { loss, accuracy, speed, left } = progressFigures(progress);
  return `${String(percent).padStart(3)} %  step ${step} of ${steps}  ${loss}  ${accuracy}  ${speed}  ${left}`;
}
