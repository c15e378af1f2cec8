import type { BackendChoice, SamplerName } from '../../engine/messages.js';
import type { WarpSetting } from './setting.js';
import { fillBytes, outputSizeOf, thetaOf, transformOf } from './theta.js';

/** A backend in code. */
interface BackendCode {
  /** The backend of tfjs. */
  readonly tfjs: string;
  /** The function that registers our kernels. */
  readonly register?: string;
}

const backendCode: Readonly<Record<BackendChoice, BackendCode>> = {
  kernels: { tfjs: 'wasm', register: 'registerWasmKernels' },
  webglKernels: { tfjs: 'webgl', register: 'registerWebGLKernels' },
  webgpuKernels: { tfjs: 'webgpu', register: 'registerWebGPUKernels' },
  // Until it is known which.
  fastest: { tfjs: 'wasm', register: 'registerWasmKernels' },
  wasm: { tfjs: 'wasm' },
  webgl: { tfjs: 'webgl' },
  webgpu: { tfjs: 'webgpu' },
  cpu: { tfjs: 'cpu' },
};

/**
 * The code for one setting, ready to be copied.
 *
 * @param aspect width over height of the picture
 */
export function codeFor(setting: WarpSetting, aspect: number): string {
  const { backend, padding, fill, alignCorners } = setting;
  const transform = transformCode(setting);
  const sampler = samplerCode(setting);
  const { tfjs, register } = backendCode[backend];
  const filled = padding === 'zeros' && fill !== 'transparent';
  const options = [
    `transform: ${transform.call},`,
    `sampler: ${sampler.call},`,
    `outputSize: [${outputSizeOf(setting, aspect).join(', ')}],`,
    ...(padding === 'zeros' ? [] : [`padding: '${padding}',`]),
    ...(filled ? [`fillValue: [${fillBytes(fill).slice(0, 3).join(', ')}],`] : []),
    ...(alignCorners ? ['alignCorners: true,'] : []),
  ];
  return [
    "import { setBackend, tensor2d } from '@tensorflow/tfjs-core';",
    `import '@tensorflow/tfjs-backend-${tfjs}';`,
    ...(register ? [`import { ${register} } from '@tfjs-stn/backend-${tfjs}';`] : []),
    "import { spatialTransformer } from '@tfjs-stn/core';",
    ...sampler.imports,
    transform.import,
    '',
    ...(tfjs === 'wasm'
      ? ["// In a browser, host tfjs's .wasm files and call its setWasmPaths('/there/') first."]
      : []),
    `await setBackend('${tfjs}');`,
    ...(register ? [`await ${register}();`] : []),
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

/** The image it takes, given θ and the fill. */
function imageLines({ family }: WarpSetting, aspect: number, filled: boolean): string[] {
  const shape = filled ? '[height, width, 3], values from 0 to 255' : '[height, width, channels]';
  const lines = [`image: float32 ${shape}; a batch in front is fine.`];
  // Coordinates are normalised, so only rotation and shear depend on the aspect ratio.
  if (family === 'affine' && Math.abs(aspect - 1) > 1e-3) {
    lines.push(`θ turns pictures ${aspect.toFixed(3)} times as wide as high.`);
  }
  return ['/**', ...lines.map((line) => ` * ${line}`), ' */'];
}

/** A transform in code. */
interface TransformCode {
  readonly import: string;
  readonly call: string;
  /** Numbers of θ per line. */
  readonly columns: number;
}

/** The transform of a setting in code. */
function transformCode(setting: WarpSetting): TransformCode {
  const transform = transformOf(setting);
  const from = (name: string, folder: string): string =>
    `import { ${name} } from '@tfjs-stn/transform-${folder}';`;
  switch (transform.name) {
    case 'affine':
      return { import: from('affine', 'affine'), call: 'affine()', columns: 3 };
    case 'corners':
      return { import: from('corners', 'projective'), call: 'corners()', columns: 2 };
    case 'tps':
    case 'bsplineFfd': {
      const { name, controlPoints } = transform;
      const call = `${name}({ controlPoints: [${controlPoints.join(', ')}] })`;
      const folder = name === 'tps' ? 'tps' : 'flow';
      return { import: from(name, folder), call, columns: 2 * controlPoints[1] };
    }
    default:
      return transform satisfies never;
  }
}

const samplerFolders: Readonly<Record<SamplerName, string>> = {
  nearest: 'nearest',
  bilinear: 'bilinear',
  bicubic: 'bicubic',
  lanczos: 'filters',
  antialiased: 'filters',
  multiSample: 'filters',
};

/** The sampler of a setting in code. */
function samplerCode({ sampler }: WarpSetting): { imports: string[]; call: string } {
  const from = (name: SamplerName): string =>
    `import { ${name} } from '@tfjs-stn/sampler-${samplerFolders[name]}';`;
  if (sampler !== 'antialiased') return { imports: [from(sampler)], call: `${sampler}()` };
  return {
    imports: [from('bilinear'), from('antialiased')],
    call: 'antialiased({ base: bilinear() })',
  };
}
