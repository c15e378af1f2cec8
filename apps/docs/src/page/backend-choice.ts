/** Backends that examples run on. */
export type BackendName = 'wasm' | 'webgl' | 'webgpu';

const names: readonly BackendName[] = ['wasm', 'webgl', 'webgpu'];
const key = 'tfjs-stn-backend';

/** Tells all examples of the page. */
const choice = new EventTarget();
let chosen: BackendName | undefined;

/** The backend that the reader chose, on this page or another; wasm at first. */
export function chosenBackend(): BackendName {
  chosen ??= names.find((name) => name === remembered()) ?? 'wasm';
  return chosen;
}

/**
 * A list of the backends, the same in every example.
 *
 * @param onChange called when the reader chose another in any of them
 * @param left aborted when the page is left
 */
export function backendList(onChange: () => void, left: AbortSignal): HTMLElement {
  const label = document.createElement('label');
  const list = document.createElement('select');
  const update = (): void => {
    list.value = chosenBackend();
  };
  list.append(...names.map((name) => new Option(name)));
  update();
  list.addEventListener('change', () => {
    chosen = list.value as BackendName;
    remember(chosen);
    choice.dispatchEvent(new Event('change'));
  });
  const changed = (): void => {
    update();
    onChange();
  };
  choice.addEventListener('change', changed, { signal: left });
  void leaveOutWebGPU(list);
  label.append('Backend', list);
  return label;
}

/** Where the browser has no adapter for it. */
async function leaveOutWebGPU(list: HTMLSelectElement): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (!adapter) list.querySelector('option:last-child')?.remove();
}

/** Browsers may forbid both. */
function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(name: BackendName): void {
  try {
    localStorage.setItem(key, name);
  } catch {
    // It is the choice of this page alone.
  }
}
