import { getBackend } from '@tensorflow/tfjs-core';

import { runExample } from '../run-example.js';
import { backendList } from './backend-choice.js';
import { browserHost } from './browser-host.js';
import { exampleControls, type ExampleControls } from './example-controls.js';
import { exampleFigure, type ExampleFigure } from './example-figure.js';
import { linkedExample, linkTo } from './example-link.js';

/** Milliseconds without a key press after which edited code runs. */
const PAUSE = 600;

/** The parts of an example in a page. */
interface LiveExample {
  readonly element: HTMLElement;
  readonly code: HTMLElement;
  readonly controls: ExampleControls;
  readonly figure: ExampleFigure;
  /** Shows a line below the pictures. */
  readonly say: (line: string, isError?: boolean) => void;
}

/**
 * Makes an example run, editable and linkable.
 *
 * @param element with the code in a `code` element
 * @param left aborted when the page is left
 */
export function mountExample(element: HTMLElement, left: AbortSignal): void {
  const name = element.getAttribute('name') ?? '';
  const code = element.querySelector<HTMLElement>('pre code');
  if (!code) return;
  const linked = linkedExample(location.href);
  const isLinked = linked?.name === name;
  const values: Record<string, unknown> = isLinked ? { ...linked.values } : {};
  let current = new AbortController();
  left.addEventListener('abort', () => current.abort());
  const run = (): void => {
    current.abort();
    current = new AbortController();
    void runIn(example, current.signal);
  };
  const toolbar = division('stn-toolbar');
  const output = division('stn-output');
  const say = (line: string, isError = false): void => {
    output.textContent = line;
    output.classList.toggle('stn-error', isError);
  };
  const [controls, figure] = [exampleControls(values, run), exampleFigure(values, run)];
  const example: LiveExample = { element, code, controls, figure, say };
  // Not code that waits for the reader.
  const runAgain = (): void => void (element.dataset['state'] && run());
  toolbar.append(...buttons(example, name, values, run), backendList(runAgain, left));
  output.setAttribute('aria-live', 'polite');
  const live = division('stn-live');
  live.append(figure.element, controls.element, toolbar, output);
  element.querySelector('img')?.replaceWith(live);
  makeEditable(code, run);
  if (isLinked) element.scrollIntoView();
  if (isLinked && linked.code !== undefined) {
    code.textContent = linked.code;
    // Anyone can write a link, and its code would run with what this page may do.
    say('This code comes from the link. Read it, then press Run.');
  } else run();
}

/** Runs the code as it is now, and says how it ended. */
async function runIn(example: LiveExample, signal: AbortSignal): Promise<void> {
  const { element, code, controls, figure, say } = example;
  const { slider, choice } = controls;
  const { show, handles } = figure;
  try {
    const host = { ...browserHost, show, log: say, slider, choice, handles, signal };
    say('');
    await runExample(code.innerText, host);
    element.dataset['state'] = 'done';
    element.dataset['backend'] = getBackend();
  } catch (error) {
    // Another run has begun, or the page is left.
    if (signal.aborted) return;
    say(String(error), true);
    element.dataset['state'] = 'failed';
  }
  controls.finish();
  figure.finish();
}

function buttons(
  { code, controls, say }: LiveExample,
  name: string,
  values: Record<string, unknown>,
  run: () => void,
): HTMLButtonElement[] {
  const original = code.innerHTML;
  const reset = (): void => {
    for (const key of Object.keys(values)) delete values[key];
    code.innerHTML = original;
    controls.finish();
    run();
  };
  const copyLink = async (): Promise<void> => {
    const isEdited = code.innerHTML !== original;
    const link = linkTo(location.href, {
      name,
      values,
      ...(isEdited && { code: code.innerText }),
    });
    history.replaceState(history.state, '', link);
    const copied = await navigator.clipboard.writeText(link).catch(() => 'refused');
    say(copied === 'refused' ? 'The link is in the address bar.' : 'The link is copied.');
  };
  return [button('Run', run), button('Reset', reset), button('Copy link', () => void copyLink())];
}

function makeEditable(code: HTMLElement, run: () => void): void {
  code.contentEditable = 'plaintext-only';
  code.spellcheck = false;
  code.role = 'textbox';
  code.ariaMultiLine = 'true';
  code.ariaLabel = 'Code of this example';
  let waiting: ReturnType<typeof setTimeout> | undefined;
  code.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, PAUSE);
  });
}

function division(className: string): HTMLElement {
  const made = document.createElement('div');
  made.className = className;
  return made;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', onClick);
  return made;
}
