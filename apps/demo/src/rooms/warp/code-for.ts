import type { WarpSetting } from './setting.js';
import { fillBytes, thetaOf, transformOf } from './warp-request.js';

/** The code for exactly one setting, ready to be copied. */
export function codeFor(setting: WarpSetting, aspect: number): string {
  const { backend, padding, fill, alignCorners, outputSize } = setting;
  const transform = transformCode(setting);
  const theta = thetaOf(setting, aspect);
  const sampler = samplerCode(setting);
  const options = [
    `transform: ${transform.call},`,
    `sampler: ${sampler.call},`,
    `outputSize: [${outputSize.join(', ')}],`,
    ...(padding === 'zeros' ? [] : [`padding: '${padding}',`]),
    ...(padding === 'zeros' && fill !== 'transparent'
      ? [`fillValue: [${fillBytes(fill).slice(0, 3).join(', ')}], // red, green, blue`]
      : []),
    ...(alignCorners ? ['alignCorners: true,'] : []),
  ];
  return [
    "import { setBackend, tensor2d } from '@tensorflow/tfjs-core';",
    `import '@tensorflow/tfjs-backend-${backend === 'cpu' ? 'cpu' : 'wasm'}';`,
    ...(backend === 'kernels'
      ? ["import { registerWasmKernels } from '@tfjs-stn/backend-wasm';"]
      : []),
    "import { spatialTransformer } from '@tfjs-stn/core';",
    ...sampler.imports,
    transform.import,
    '',
    `await setBackend('${backend === 'cpu' ? 'cpu' : 'wasm'}');`,
    ...(backend === 'kernels' ? ['await registerWasmKernels();'] : []),
    '',
    'const transformer = spatialTransformer({',
    ...options.map((line) => `  ${line}`),
    '});',
    ...thetaLines(theta, transform.columns),
    '',
    '/** image: float32 [height, width, channels] or with a batch in front */',
    'export const warpImage = (image) => transformer.apply(image, theta);',
    '',
  ].join('\n');
}

interface TransformCode {
  readonly import: string;
  readonly call: string;
  /** How many numbers of θ make a line. */
  readonly columns: number;
}

function transformCode(setting: WarpSetting): TransformCode {
  const transform = transformOf(setting);
  const from = (name: string, folder: string): string =>
    `import { ${name} } from '@tfjs-stn/transform-${folder}';`;
  switch (transform.name) {
    case 'affine':
      return { import: from('affine', 'affine'), call: 'affine()', columns: 3 };
    case 'corners':
      return { import: from('corners', 'projective'), call: 'corners()', columns: 2 };
    case 'tps': {
      const call = `tps({ controlPoints: [${transform.controlPoints.join(', ')}] })`;
      return { import: from('tps', 'tps'), call, columns: 2 * transform.controlPoints[1] };
    }
    default:
      return transform satisfies never;
  }
}

function samplerCode({ sampler }: WarpSetting): { imports: string[]; call: string } {
  if (sampler !== 'antialiased') {
    const line = `import { ${sampler} } from '@tfjs-stn/sampler-${sampler}';`;
    return { imports: [line], call: `${sampler}()` };
  }
  return {
    imports: [
      "import { bilinear } from '@tfjs-stn/sampler-bilinear';",
      "import { antialiased } from '@tfjs-stn/sampler-filters';",
    ],
    call: 'antialiased({ base: bilinear() })',
  };
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
