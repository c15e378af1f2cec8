import type { Overlay, Panel, Point } from '../example-host.js';

/** The pictures of an example, with what is drawn and dragged over the first. */
export interface ExampleFigure {
  readonly element: HTMLElement;
  readonly show: (panels: readonly Panel[], overlay: Overlay) => void;
  readonly handles: (points: readonly Point[]) => readonly Point[];
  /** Removes handles that the last run did not ask for; to be called after each. */
  readonly finish: () => void;
}

/** The width of a picture, in CSS pixels: small ones are enlarged. */
const WIDTH = 220;

/**
 * @param values where the positions of the handles are kept, as `handles`
 * @param onChange called when the reader moves one
 */
export function exampleFigure(
  values: Record<string, unknown>,
  onChange: () => void,
): ExampleFigure {
  const element = document.createElement('div');
  element.className = 'stn-panels';
  const layer = document.createElement('div');
  layer.className = 'stn-layer';
  const lines = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  lines.setAttribute('viewBox', '-1 -1 2 2');
  lines.setAttribute('preserveAspectRatio', 'none');
  lines.setAttribute('aria-hidden', 'true');
  layer.append(lines);
  let asked = false;
  return {
    element,
    show: (panels, overlay) => {
      draw(element, panels);
      element.querySelector('.stn-frame')?.append(layer);
      lines.replaceChildren(...overlayShapes(overlay));
    },
    handles: (points) => {
      asked = true;
      const kept = asPoints(values['handles'], points.length);
      const now = kept ?? points;
      values['handles'] = now;
      const buttons = [...layer.querySelectorAll('button')];
      if (buttons.length !== now.length) {
        for (const button of buttons) button.remove();
        layer.append(...now.map((_, index) => handle(layer, values, index, onChange)));
      }
      placeHandles(layer, now);
      return now;
    },
    finish: () => {
      if (!asked) for (const button of layer.querySelectorAll('button')) button.remove();
      asked = false;
    },
  };
}

/** Canvases are kept while the panels stay the same, so that nothing flickers. */
function draw(element: HTMLElement, panels: readonly Panel[]): void {
  const titles = panels.map(({ title }) => title).join();
  if (element.dataset['titles'] !== titles) {
    element.dataset['titles'] = titles;
    element.replaceChildren(...panels.map(({ title }) => emptyPanel(title)));
  }
  panels.forEach(({ title, pixels }, index) => {
    const canvas = element.querySelectorAll('canvas')[index];
    if (!canvas) return;
    const { data, width, height } = pixels;
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    // A row of several takes the whole width.
    canvas.style.width = `${width > 2 * height ? 2 * WIDTH : WIDTH}px`;
    canvas.classList.toggle('stn-small', width < WIDTH / 3);
    canvas.setAttribute('aria-label', title);
    const image = new ImageData(Uint8ClampedArray.from(data), width, height);
    canvas.getContext('2d')?.putImageData(image, 0, 0);
  });
}

function emptyPanel(title: string): HTMLElement {
  const panel = document.createElement('figure');
  const frame = document.createElement('div');
  frame.className = 'stn-frame';
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  frame.append(canvas);
  const caption = document.createElement('figcaption');
  caption.textContent = title;
  panel.append(frame, caption);
  return panel;
}

function overlayShapes({ outline, points = [] }: Overlay): SVGElement[] {
  const make = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
    const shape = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    return shape;
  };
  const lines = outline
    ? [make('polygon', { points: outline.map((p) => p.join()).join(' ') })]
    : [];
  // A line of no length with round ends is a dot of the same size at every scale.
  const dots = points.map(([x, y]) => make('path', { d: `M${x} ${y}h0`, class: 'stn-dot' }));
  return [...lines, ...dots];
}

function asPoints(value: unknown, count: number): Point[] | undefined {
  const isPoint = (each: unknown): boolean =>
    Array.isArray(each) && each.length === 2 && each.every(Number.isFinite);
  const fits = Array.isArray(value) && value.length === count && value.every(isPoint);
  return fits ? (value as Point[]) : undefined;
}

function placeHandles(layer: HTMLElement, points: readonly Point[]): void {
  layer.querySelectorAll('button').forEach((button, index) => {
    const [x, y] = points[index] ?? [0, 0];
    button.style.left = `${50 * (x + 1)}%`;
    button.style.top = `${50 * (y + 1)}%`;
    button.ariaLabel = `Point ${index + 1} at ${x.toFixed(2)}, ${y.toFixed(2)}: move it with arrow keys`;
  });
}

const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-0.02, 0],
  ArrowRight: [0.02, 0],
  ArrowUp: [0, -0.02],
  ArrowDown: [0, 0.02],
};

function handle(
  layer: HTMLElement,
  values: Record<string, unknown>,
  index: number,
  onChange: () => void,
): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  const moveTo = (x: number, y: number): void => {
    const inside = (value: number): number => Number(Math.max(-1, Math.min(1, value)).toFixed(3));
    const points = [...(values['handles'] as Point[])];
    points[index] = [inside(x), inside(y)];
    values['handles'] = points;
    placeHandles(layer, points);
    onChange();
  };
  button.addEventListener('pointerdown', (event) => button.setPointerCapture(event.pointerId));
  button.addEventListener('pointermove', ({ pointerId, clientX, clientY }) => {
    if (!button.hasPointerCapture(pointerId)) return;
    const { left, top, width, height } = layer.getBoundingClientRect();
    moveTo((2 * (clientX - left)) / width - 1, (2 * (clientY - top)) / height - 1);
  });
  button.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    const [x, y] = (values['handles'] as Point[])[index] ?? [0, 0];
    if (!step) return;
    event.preventDefault();
    moveTo(x + step[0], y + step[1]);
  });
  return button;
}
