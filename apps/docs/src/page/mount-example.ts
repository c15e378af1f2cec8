import { runExample } from '../run-example.js';
import { browserHost, startBackend } from './browser-host.js';
import { exampleControls } from './example-controls.js';
import { exampleFigure } from './example-figure.js';
import { linkedExample, linkTo } from './example-link.js';

/** Milliseconds without a key press after which edited code runs. */
const PAUSE = 600;

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
  const original = code.innerHTML;
  const linked = linkedExample(location.href);
  const isLinked = linked?.name === name;
  const values: Record<string, unknown> = isLinked ? { ...linked.values } : {};
  const parts = makeParts(element, code, values, left);
  const { run, say, toolbar } = parts;
  const isEdited = (): boolean => code.innerHTML !== original;
  makeEditable(code, run);
  toolbar.append(
    button('Run', run),
    button('Reset', () => {
      for (const key of Object.keys(values)) delete values[key];
      code.innerHTML = original;
      parts.controls.element.replaceChildren();
      run();
    }),
    button('Copy link', () => {
      const example = { name, values, ...(isEdited() && { code: code.innerText }) };
      const link = linkTo(location.href, example);
      history.replaceState(history.state, '', link);
      navigator.clipboard.writeText(link).then(
        () => say('The link is copied.'),
        () => say('The link is in the address bar.'),
      );
    }),
  );
  if (isLinked && linked.code !== undefined) {
    code.textContent = linked.code;
    // Anyone can write a link, and its code would run with what this page may do.
    say('This code comes from the link. Read it, then press Run.');
  } else run();
  if (isLinked) element.scrollIntoView();
}

interface ExampleParts {
  readonly controls: ReturnType<typeof exampleControls>;
  readonly toolbar: HTMLElement;
  readonly run: () => void;
  /** Shows a line below the pictures. */
  readonly say: (line: string) => void;
}

function makeParts(
  element: HTMLElement,
  code: HTMLElement,
  values: Record<string, unknown>,
  left: AbortSignal,
): ExampleParts {
  const live = division('stn-live');
  const toolbar = division('stn-toolbar');
  const output = division('stn-output');
  output.setAttribute('aria-live', 'polite');
  let current = new AbortController();
  left.addEventListener('abort', () => current.abort());
  const say = (line: string, isError = false): void => {
    output.textContent = line;
    output.classList.toggle('stn-error', isError);
  };
  const run = (): void => {
    current.abort();
    const { signal } = (current = new AbortController());
    const { slider, choice } = controls;
    const { show, handles } = figure;
    const host = { ...browserHost, show, log: say, slider, choice, handles, signal };
    startBackend()
      .then(() => {
        say('');
        return runExample(code.innerText, host);
      })
      .then(
        () => {
          controls.finish();
          figure.finish();
          element.dataset['state'] = 'done';
        },
        (error: unknown) => {
          if (signal.aborted) return;
          say(String(error), true);
          element.dataset['state'] = 'failed';
        },
      );
  };
  const controls = exampleControls(values, run);
  const figure = exampleFigure(values, run);
  live.append(figure.element, controls.element, toolbar, output);
  element.querySelector('img')?.replaceWith(live);
  return { controls, toolbar, run, say };
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
