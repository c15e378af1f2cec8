import {
  concat,
  engine,
  div,
  reshape,
  tensor,
  tidy,
  unstack,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { normalisedPointsFromPixels, pixelPointsFromNormalised } from '@tfjs-stn/core/fields';
import { fromImage, toImageData } from '@tfjs-stn/core/images';

import type { ExampleGlobals, ExampleHost, Panel, Point } from './example-host.js';

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the code of an example, after all others that were started before: tfjs has one stack of
 * scopes, and what an example makes is disposed of with its own.
 *
 * @param code an ES module: imports of packages, then statements, which may await
 * @throws whatever the code throws; `signal.reason` when it is aborted
 */
export function runExample(code: string, host: ExampleHost): Promise<void> {
  const run = last.then(() => runNow(code, host));
  last = run.catch(() => undefined);
  return run;
}

async function runNow(code: string, host: ExampleHost): Promise<void> {
  host.signal.throwIfAborted();
  await host.start();
  const { registeredVariables } = engine();
  const before = new Set(Object.keys(registeredVariables));
  engine().startScope();
  try {
    const drawn: Promise<void>[] = [];
    const globals = globalsOf(host, drawn);
    await compile(code, Object.keys(globals))(host.load, ...Object.values(globals));
    await Promise.all(drawn);
  } finally {
    engine().endScope();
    for (const [name, variable] of Object.entries(registeredVariables)) {
      if (!before.has(name)) variable.dispose();
    }
  }
}

type Compiled = (load: ExampleHost['load'], ...globals: readonly unknown[]) => Promise<void>;

/** Static imports become calls of `load`, on the same lines. */
function compile(code: string, names: readonly string[]): Compiled {
  const body = code.replace(
    /^import\s+(?:(\*\s+as\s+\w+|\{[^}]*\})\s+from\s+)?'([^']+)';/gm,
    (_whole, bound: string | undefined, name: string) => {
      const loaded = `await load('${name}');`;
      if (bound === undefined) return loaded;
      const target = bound.startsWith('*')
        ? bound.replace(/^\*\s+as\s+/, '')
        : bound.replace(/\s+as\s+/g, ': ');
      return `const ${target} = ${loaded}`;
    },
  );
  // The reader's own code, on the reader's own page.
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function('load', ...names, `return (async () => {${body}\n})();`);
  return make as Compiled;
}

function globalsOf(host: ExampleHost, drawn: Promise<void>[]): ExampleGlobals {
  const draw = async (...[images, overlay]: Parameters<ExampleGlobals['show']>): Promise<void> => {
    const panels: Panel[] = [];
    for (const [title, image] of Object.entries(images)) {
      panels.push({ title, pixels: await toImageData(asPicture(image)) });
    }
    const { outline, points } = overlay ?? {};
    const [corners] = (await outline?.array()) ?? [];
    const line = corners?.map(([x = 0, y = 0]): Point => [x, y]);
    // Lets the page answer its reader.
    await new Promise((resolve) => setTimeout(resolve, 0));
    host.signal.throwIfAborted();
    host.show(panels, { ...(line && { outline: line }), ...(points && { points }) });
  };
  return {
    picture: async (name, channels = 3) => fromImage(await host.picture(name), { channels }),
    digits: async (set) => {
      const { count, images, labels } = await host.digits(set);
      const pixels = div<Tensor4D>(tensor(images, [count, 28, 28, 1], 'float32'), 255);
      return { images: pixels, labels: [...labels] };
    },
    slider: host.slider,
    choice: (name, ...values) => host.choice(name, values),
    handles: (points, image) => {
      if (!image) return host.handles(points);
      const [height, width] = image.shape;
      const normalised = host.handles(normalisedPointsFromPixels(points, [height, width]));
      return pixelPointsFromNormalised(normalised, [height, width]);
    },
    log: host.log,
    show: (images, overlay) => {
      const shown = draw(images, overlay);
      drawn.push(shown);
      // If nothing awaits it, its failure is reported at the end.
      shown.catch(() => undefined);
      return shown;
    },
  };
}

/** One image of 1 or 3 channels: those of a batch side by side. */
function asPicture(image: Tensor): Tensor3D {
  return tidy(() => {
    const [height = 0, width = 0, channels = 1] = image.shape.slice(-3);
    const items = image.rank === 4 ? unstack(image) : [image];
    const row = concat(items, 1);
    return reshape(row, [height, width * items.length, channels]);
  });
}
