import { MultiBar, Presets, type SingleBar } from 'cli-progress';

import type { JobNews, Progress } from '../jobs/job.js';
import type { ModelName } from '../settings.js';

/** Displays the progress of several trainings. */
export interface Display {
  news(model: ModelName, news: JobNews): void;
  /** Ends the display of one model. */
  end(model: ModelName, text: string): void;
  /** Restores the terminal. */
  close(): void;
}

/** One progress bar per model, for terminals. */
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
      bar?.update(step, { text: figures(news.progress) });
    },
    end: (model, text) => barOf.get(model)?.update({ text }),
    close: () => bars.stop(),
  };
}

const SECONDS_BETWEEN_LINES = 10;

/** One plain line per model every ten seconds, for logs and pipes. */
export function progressLines(write: (line: string) => void): Display {
  const shownAt = new Map<ModelName, number>();
  const line = (model: ModelName, text: string): void => write(`${model.padEnd(6)}  ${text}`);
  return {
    news: (model, news) => {
      if (news.kind === 'testing') return line(model, 'trained; testing');
      const now = performance.now();
      if (now - (shownAt.get(model) ?? -Infinity) < 1000 * SECONDS_BETWEEN_LINES) return;
      shownAt.set(model, now);
      const { step, steps } = news.progress;
      const percent = String(Math.floor((100 * step) / steps)).padStart(3);
      line(model, `${percent} %  step ${step} of ${steps}  ${figures(news.progress)}`);
    },
    end: line,
    close: () => undefined,
  };
}

/** The figures of a training in columns of fixed width. */
function figures({ loss, accuracy, imagesPerSecond, secondsLeft }: Progress): string {
  const percent = (100 * accuracy).toFixed(1).padStart(5);
  const speed = imagesPerSecond.toFixed(0).padStart(5);
  const left = formatDuration(secondsLeft);
  return `loss ${loss.toFixed(3)}  accuracy ${percent} %  ${speed} images/s  ${left} left`;
}

/** Formats seconds: `48 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '…';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
