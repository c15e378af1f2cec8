import type { SamplerName } from '../../engine/warp-request.js';
import type { WarpSetting } from './setting.js';
import { transformOf } from './warp-request.js';

/** A transform in code. */
export interface TransformCode {
  readonly import: string;
  readonly call: string;
  /** How many numbers of θ make a line. */
  readonly columns: number;
}

/** The transform of a setting in code. */
export function transformCode(setting: WarpSetting): TransformCode {
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
export function samplerCode({ sampler }: WarpSetting): { imports: string[]; call: string } {
  const from = (name: SamplerName): string =>
    `import { ${name} } from '@tfjs-stn/sampler-${samplerFolders[name]}';`;
  if (sampler !== 'antialiased') return { imports: [from(sampler)], call: `${sampler}()` };
  return {
    imports: [from('bilinear'), from('antialiased')],
    call: 'antialiased({ base: bilinear() })',
  };
}
