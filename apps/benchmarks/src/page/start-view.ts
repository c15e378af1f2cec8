import { operationNames } from '../cases/operation.js';
import type { Contestant } from '../contestants/contestant.js';
import { reportStyle } from '../report/report-style.js';
import type { BenchmarkResults } from '../results/results.js';
import { abilities } from './abilities.js';
import { addChoices, chosen } from './choices.js';
import { downloadResults } from './download-results.js';
import { elementOf } from './element-of.js';
import { runInPage } from './run-in-page.js';
import { showResults } from './show-results.js';

/** What the page works with. */
export interface ViewOptions {
  readonly contestants: readonly Contestant[];
  readonly seed: number;
}

/** Puts life into the page: run, stop, progress, a chart that grows, download. */
export async function startView({ contestants, seed }: ViewOptions): Promise<void> {
  const form = furnished(contestants);
  const stop = elementOf('stop', HTMLButtonElement);
  const run = elementOf('run', HTMLButtonElement);
  const download = elementOf('download', HTMLButtonElement);
  let latest: BenchmarkResults | undefined;
  let running: AbortController | undefined;
  const start = async (): Promise<void> => {
    running = new AbortController();
    [run.disabled, stop.disabled, download.disabled] = [true, false, true];
    latest = undefined;
    const wanted = chosen(form, 'backend');
    try {
      await runInPage({
        contestants: contestants.filter(
          ({ backend }) => backend === '' || wanted.includes(backend),
        ),
        operations: chosen(form, 'op'),
        quick: new FormData(form).has('quick'),
        seed,
        signal: running.signal,
        onProgress: showProgress,
        onResults(results) {
          latest = results;
          showResults(results);
        },
      });
    } finally {
      [run.disabled, stop.disabled, download.disabled] = [false, true, latest === undefined];
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    start().catch((error: unknown) => showProgress(String(error), 0, 1));
  });
  stop.addEventListener('click', () => running?.abort());
  download.addEventListener('click', () => latest && downloadResults(latest));
  await showAbilities();
}

/** The form, with a box for every backend and operation. */
function furnished(contestants: readonly Contestant[]): HTMLFormElement {
  document.head.append(
    Object.assign(document.createElement('style'), { textContent: reportStyle }),
  );
  const backends = [...new Set(contestants.map(({ backend }) => backend))].filter(Boolean);
  addChoices(elementOf('backends', HTMLElement), 'backend', backends, (name) => name !== 'cpu');
  addChoices(elementOf('operations', HTMLElement), 'op', operationNames, () => true);
  return elementOf('settings', HTMLFormElement);
}

function showProgress(text: string, done: number, all: number): void {
  elementOf('status', HTMLElement).textContent = text;
  Object.assign(elementOf('progress', HTMLProgressElement), { value: done, max: all });
}

async function showAbilities(): Promise<void> {
  const list = elementOf('abilities', HTMLElement);
  for (const { name, has, note } of await abilities()) {
    const item = document.createElement('li');
    item.textContent = `${name}: ${has ? 'yes' : 'no'}. ${note}`;
    list.append(item);
  }
}
