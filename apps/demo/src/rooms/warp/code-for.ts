import type { BackendChoice } from '../../engine/backends.js';
import { samplerCode, transformCode } from './code-parts.js';
import type { WarpSetting } from './setting.js';
import { fillBytes, thetaOf } from './warp-request.js';

/** The package of tfjs that computes. */
const tfjsBackends: Readonly<Record<BackendChoice, string>> = {
  kernels: 'wasm',
  wasm: 'wasm',
  webgl: 'webgl',
  webgpu: 'webgpu',
  cpu: 'cpu',
};

const kernelImport = "import { registerWasmKernels } from '@tfjs-stn/backend-wasm';";

/**
 * The code for exactly one setting, ready to be copied.
 *
 * @param aspect width over height of the picture
 */
export function codeFor(setting: WarpSetting, aspect: number): string {
  const { backend, padding, fill, alignCorners, outputSize } = setting;
  const transform = transformCode(setting);
  const sampler = samplerCode(setting);
  const tfjsBackend = tfjsBackends[backend];
  const filled = padding === 'zeros' && fill !== 'transparent';
  const options = [
    `transform: ${transform.call},`,
    `sampler: ${sampler.call},`,
    `outputSize: [${outputSize.join(', ')}],`,
    ...(padding === 'zeros' ? [] : [`padding: '${padding}',`]),
    ...(filled ? [`fillValue: [${fillBytes(fill).slice(0, 3).join(', ')}],`] : []),
    ...(alignCorners ? ['alignCorners: true,'] : []),
  ];
  return [
    "import { setBackend, tensor2d } from '@tensorflow/tfjs-core';",
    `import '@tensorflow/tfjs-backend-${tfjsBackend}';`,
    ...(backend === 'kernels' ? [kernelImport] : []),
    "import { spatialTransformer } from '@tfjs-stn/core';",
    ...sampler.imports,
    transform.import,
    '',
    ...(tfjsBackend === 'wasm'
      ? ["// In a browser, host tfjs's .wasm files and call its setWasmPaths('/there/') first."]
      : []),
    `await setBackend('${tfjsBackend}');`,
    ...(backend === 'kernels' ? ['await registerWasmKernels();'] : []),
    '',
    'const transformer = spatialTransformer({',
    ...options.map((line) => `  ${line}`),
    '});',
    ...thetaLines(thetaOf(setting, aspect), transform.columns),
    '',
    ...imageLines(setting, aspect, filled),
    'export const warpImage = (image) => transformer.apply(image, theta);',
    '',
  ].join('\n');
}

function thetaLines(theta: readonly number[], columns: number): string[] {
  const rows = Array.from({ length: Math.ceil(theta.length / columns) }, (_, row) =>
    theta.slice(row * columns, (row + 1) * columns).join(', '),
  );
  return [
    'const theta = tensor2d(',
    '  [',
    ...rows.map((row) => `    ${row},`),
    '  ],',
    `  [1, ${theta.length}],`,
    ');',
  ];
}

/** What image it takes: whatever θ and the fill have in them already. */
function imageLines({ family }: WarpSetting, aspect: number, filled: boolean): string[] {
  const shape = filled ? '[height, width, 3], values from 0 to 255' : '[height, width, channels]';
  const lines = [`image: float32 ${shape}; a batch in front is fine.`];
  // Coordinates are shares of the picture, so that only turns and shears depend on its shape.
  if (family === 'affine' && Math.abs(aspect - 1) > 1e-3) {
    lines.push(`θ turns pictures ${aspect.toFixed(3)} times as wide as high.`);
  }
  return ['/**', ...lines.map((line) => ` * ${line}`), ' */'];
}
