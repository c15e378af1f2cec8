import { operationNames } from '../cases/cases.js';
import type { Contestant } from '../contestants/contestant.js';
import { contestantChart } from '../report/charts.js';
import { caseSection, missingSection, reportStyle } from '../report/html-sections.js';
import { compact, type BenchmarkResults } from '../results/results.js';
import { capabilities } from './capabilities.js';
import { runInPage } from './run-in-page.js';

/** Connects the page's controls: run, stop, progress, results that grow, download. */
export async function startView(contestants: readonly Contestant[], seed: number): Promise<void> {
  const style = Object.assign(document.createElement('style'), { textContent: reportStyle });
  document.head.append(style);
  const backends = [...new Set(contestants.map(({ backend }) => backend))].filter(Boolean);
  addChoices('backends', 'backend', backends, (name) => name !== 'cpu');
  addChoices('operations', 'op', operationNames, () => true);
  const form = element('settings', HTMLFormElement);
  const [run, stop, download] = ['run', 'stop', 'download'].map((id) =>
    element(id, HTMLButtonElement),
  ) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement];
  let latest: BenchmarkResults | undefined;
  let running: AbortController | undefined;
  const start = async (): Promise<void> => {
    running = new AbortController();
    [run.disabled, stop.disabled, download.disabled] = [true, false, true];
    latest = undefined;
    const chosen = (group: string): string[] => new FormData(form).getAll(group).map(String);
    const wanted = ['', ...chosen('backend')];
    try {
      await runInPage({
        contestants: contestants.filter(({ backend }) => wanted.includes(backend)),
        operations: chosen('op'),
        quick: new FormData(form).has('quick'),
        seed,
        signal: running.signal,
        onProgress: showProgress,
        onResults: (results) => showResults((latest = results)),
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
  download.addEventListener('click', () => latest && save(latest));
  await showCapabilities();
}

async function showCapabilities(): Promise<void> {
  for (const { name, has, note } of await capabilities()) {
    const textContent = `${name}: ${has ? 'yes' : 'no'}. ${note}`;
    const item = Object.assign(document.createElement('li'), { textContent });
    element('abilities', HTMLElement).append(item);
  }
}

/** The element of that id. Throws TypeError if the page has none of that type. */
function element<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`the page must have a ${type.name} #${id}`);
}

/** Adds a checkbox for every name. */
function addChoices(
  id: string,
  group: string,
  names: readonly string[],
  isChecked: (name: string) => boolean,
): void {
  for (const name of names) {
    const label = document.createElement('label');
    const box = document.createElement('input');
    Object.assign(box, { type: 'checkbox', name: group, value: name, checked: isChecked(name) });
    label.append(box, ` ${name} `);
    element(id, HTMLElement).append(label);
  }
}

function showProgress(text: string, done: number, all: number): void {
  element('status', HTMLElement).textContent = text;
  Object.assign(element('progress', HTMLProgressElement), { value: done, max: all });
}

function showResults(results: BenchmarkResults): void {
  const chart = contestantChart(results.cases, document);
  element('chart', HTMLElement).replaceChildren(...(chart ? [chart] : []));
  const tables = results.cases.map(caseSection);
  element('results', HTMLElement).innerHTML = [...tables, missingSection(results)].join('');
}

/** Saves the results as a file. */
function save(results: BenchmarkResults): void {
  const file = new Blob([JSON.stringify(compact(results))], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'results.json';
  link.click();
  // A browser begins to read it some time after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
