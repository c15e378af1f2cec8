import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';

import { operationNames } from '../cases/cases.js';
import { selectCases } from '../cases/standard-cases.js';
import type { Contestant } from '../contestants/contestant.js';
import { caseChart } from '../report/charts.js';
import { missingLines } from '../report/remarks.js';
import { caseSection, htmlList } from '../report/tables.js';
import { compact, timingSettings, type BenchmarkResults } from '../results/results.js';
import { runAll } from '../timing/run-all.js';
import { capabilities } from './capabilities.js';

/** Written into the page when it is built. */
declare const TFJS_STN_VERSIONS: Readonly<Record<string, string>> | undefined;

const versions = typeof TFJS_STN_VERSIONS === 'undefined' ? {} : TFJS_STN_VERSIONS;
/** A page runs until it is done or stopped. */
const minutes = 24 * 60;

/** Connects the page's controls: run, stop, progress, results that grow, download. */
export async function startView(contestants: readonly Contestant[], seed: number): Promise<void> {
  const backends = [...new Set(contestants.map(({ backend }) => backend))].filter(Boolean);
  addChoices('backends', 'backend', backends, (name) => name !== 'cpu');
  addChoices('operations', 'op', operationNames, () => true);
  const form = element('settings', HTMLFormElement);
  const [run, stop, download] = (['run', 'stop', 'download'] as const).map((id) =>
    element(id, HTMLButtonElement),
  ) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement];
  let latest: BenchmarkResults | undefined;
  let running = new AbortController();
  const start = async (): Promise<void> => {
    running = new AbortController();
    [run.disabled, stop.disabled, download.disabled] = [true, false, true];
    latest = undefined;
    try {
      await runChosen(contestants, new FormData(form), seed, running.signal, (results) =>
        showResults((latest = results)),
      );
    } finally {
      [run.disabled, stop.disabled, download.disabled] = [false, true, latest === undefined];
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    start().catch((error: unknown) => showProgress(String(error), 0, 1));
  });
  stop.addEventListener('click', () => running.abort());
  download.addEventListener('click', () => latest && save(latest));
  element('abilities', HTMLElement).innerHTML = htmlList(await capabilities());
}

/** Runs the same cases as the command line, as far as a browser can. */
async function runChosen(
  contestants: readonly Contestant[],
  form: FormData,
  seed: number,
  signal: AbortSignal,
  onResults: (results: BenchmarkResults) => void,
): Promise<void> {
  const [quick, operations] = [form.has('quick'), form.getAll('op')];
  const backends = ['', ...form.getAll('backend')];
  const cases = selectCases({ quick }).filter(({ operation }) => operations.includes(operation));
  if (cases.length === 0) {
    const remedy = operations.length === 0 ? 'Choose an operation.' : 'Untick Quick.';
    return showProgress(`No case is chosen. ${remedy}`, 0, 1);
  }
  const about = {
    settings: timingSettings({ quick, seed, minutes }),
    software: { ...versions, '@tensorflow/tfjs-core': tfjsVersion },
    machine: {
      cpu: 'a processor that the browser does not name',
      cores: navigator.hardwareConcurrency,
      system: navigator.userAgent,
    },
  };
  let [step, at] = ['', 0];
  const plan = {
    cases,
    targets: [],
    contestants: contestants.filter(({ backend }) => backends.includes(backend)),
  };
  const results = await runAll(plan, about, {
    signal,
    onResults,
    onStep: (name, done) => showProgress((step = name), (at = done), cases.length),
    onDetail: (what) => showProgress(`${step}: ${what}`, at, cases.length),
  });
  const done = results.cases.length;
  const end = results.complete ? 'Done' : 'Stopped';
  showProgress(`${end}: ${done} of ${cases.length} cases.`, done, cases.length);
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
  element('chart', HTMLElement).innerHTML = results.cases.map(caseChart).join('');
  const tables = results.cases.map(caseSection).join('');
  element('results', HTMLElement).innerHTML = tables + htmlList(missingLines(results));
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
