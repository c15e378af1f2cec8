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

const BAR = 16;

/** One progress bar per model, for terminals. */
export function progressBars(
  stream: NodeJS.WritableStream,
  models: readonly ModelName[],
  columns: number,
): Display {
  const room = columns - 'st-cnn '.length - BAR - ' 100 %  '.length;
  const bars = new MultiBar(
    {
      stream,
      format: '{model} {bar} {percentage} %  {text}',
      barsize: BAR,
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
      bar?.update(step, { text: figures(news.progress, room) });
    },
    end: (model, text) => barOf.get(model)?.update({ text: text.slice(0, room) }),
    close: () => bars.stop(),
  };
}

const SECONDS_BETWEEN_LINES = 10;

/** One plain line per model every ten seconds, for logs and pipes. */
export function progressLines(write: (line: string) => void, columns: number): Display {
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
      const begin = `${percent} %  step ${step} of ${steps}`;
      line(model, `${begin}  ${figures(news.progress, columns - 10 - begin.length)}`);
    },
    end: line,
    close: () => undefined,
  };
}

/** The figures of a training in columns of fixed width: as many as there is room for. */
function figures({ loss, accuracy, imagesPerSecond, secondsLeft }: Progress, room: number): string {
  const percent = (100 * accuracy).toFixed(1).padStart(5);
  const speed = imagesPerSecond.toFixed(0).padStart(5);
  const left = `${formatDuration(secondsLeft)} left`;
  const choices = [
    [`loss ${loss.toFixed(3)}`, `accuracy ${percent} %`, `${speed} images/s`, left],
    [`accuracy ${percent} %`, left],
    [`${percent} %`, left],
    [left],
  ].map((parts) => parts.join('  '));
  return choices.find((text) => text.length <= room) ?? '';
}

/** Breaks a line of text between its words. */
export function wrapped(text: string, columns: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= columns) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** Formats seconds: `48 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '…';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
