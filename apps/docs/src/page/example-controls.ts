import type { ExampleHost } from '../example-host.js';

/** Sliders and lists of choices. */
export interface ExampleControls extends Pick<ExampleHost, 'slider' | 'choice'> {
  readonly element: HTMLElement;
  /** Removes what the last run did not ask for; to be called after each. */
  readonly finish: () => void;
}

/**
 * @param values kept by name, also while the code that asks for them changes
 * @param onChange called when the reader changes one
 */
export function exampleControls(
  values: Record<string, unknown>,
  onChange: () => void,
): ExampleControls {
  const element = document.createElement('div');
  element.className = 'stn-controls';
  const fields = new Map<string, HTMLElement>();
  let asked = new Set<string>();
  const field = (name: string, kind: string, make: () => HTMLElement[]): void => {
    const key = `${kind} ${name}`;
    asked.add(key);
    if (fields.has(key)) return;
    const label = document.createElement('label');
    label.append(name, ...make());
    fields.set(key, label);
    element.append(label);
  };
  return {
    element,
    slider: (name, min, max, value) => {
      values[name] = numberIn(values[name], min, max) ?? value;
      const make = (): HTMLElement[] => sliderFor(values, name, [min, max], onChange);
      field(name, `slider ${min} ${max}`, make);
      return values[name] as number;
    },
    choice: (name, options) => {
      if (!options.includes(String(values[name]))) values[name] = options[0];
      field(name, options.join(), () => [listFor(values, name, options, onChange)]);
      return String(values[name]);
    },
    finish: () => {
      for (const [key, label] of fields) {
        if (asked.has(key)) continue;
        label.remove();
        fields.delete(key);
      }
      asked = new Set();
    },
  };
}

function numberIn(value: unknown, min: number, max: number): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

function sliderFor(
  values: Record<string, unknown>,
  name: string,
  [min, max]: readonly [number, number],
  onChange: () => void,
): HTMLElement[] {
  const input = document.createElement('input');
  const output = document.createElement('output');
  const isWhole = [min, max, values[name]].every(Number.isInteger) && max - min > 4;
  Object.assign(input, { type: 'range', min, max, step: isWhole ? 1 : (max - min) / 200 });
  input.value = String(values[name]);
  const told = (): void => {
    output.textContent = Number(values[name]).toFixed(isWhole ? 0 : 2);
  };
  told();
  input.addEventListener('input', () => {
    values[name] = input.valueAsNumber;
    told();
    onChange();
  });
  return [input, output];
}

function listFor(
  values: Record<string, unknown>,
  name: string,
  options: readonly string[],
  onChange: () => void,
): HTMLElement {
  const list = document.createElement('select');
  list.append(...options.map((each) => new Option(each)));
  list.value = String(values[name]);
  list.addEventListener('change', () => {
    values[name] = list.value;
    onChange();
  });
  return list;
}
