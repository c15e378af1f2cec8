import type { Padding } from '@tfjs-stn/core';
import type { JSX } from 'preact';

import { backends, type BackendChoice, type SamplerName } from '../../engine/messages.js';
import { Panel, Select } from '../../ui/controls.js';
import type { WarpSetting } from './setting.js';
import type { WarpSession } from './warp-session.js';

const samplers = [
  ['nearest', 'Nearest'],
  ['bilinear', 'Bilinear'],
  ['bicubic', 'Bicubic'],
  ['lanczos', 'Lanczos'],
  ['antialiased', 'Anti-aliased'],
  ['multiSample', 'Multi-sample'],
] as const satisfies readonly (readonly [SamplerName, string])[];

const paddings = [
  ['zeros', 'Zeros or a colour'],
  ['border', 'Border'],
  ['reflection', 'Reflection'],
  ['wrap', 'Wrap'],
] as const satisfies readonly (readonly [Padding, string])[];

const sizes = [
  ['64,64', '64 × 64'],
  ['128,128', '128 × 128'],
  ['256,256', '256 × 256'],
  ['512,512', '512 × 512'],
  ['768,1024', '1024 × 768'],
  ['1024,768', '768 × 1024'],
  ['1024,1024', '1024 × 1024'],
] as const;

/** Sampler, padding, output size and backend. */
export function SamplingPanel({ session }: { readonly session: WarpSession }): JSX.Element {
  const { sampler, padding, fill, alignCorners, outputSize, backend } = session.setting.value;
  const change = (part: Partial<WarpSetting>): void => session.change(part);
  return (
    <Panel title="Sampling">
      <Select
        {...{ title: 'Sampler', value: sampler, options: samplers }}
        onChange={(value) => change({ sampler: value })}
      />
      {sampler === 'multiSample' && (
        <p class="hint">Looks like bilinear; in training, its gradient has a wider reach.</p>
      )}
      <Select
        {...{ title: 'Padding', value: padding, options: paddings }}
        onChange={(value) => change({ padding: value })}
      />
      {padding === 'zeros' && <Fill fill={fill} onChange={(value) => change({ fill: value })} />}
      <Select
        {...{ title: 'Output size', options: sizes }}
        value={outputSize.join(',') as (typeof sizes)[number][0]}
        onChange={(value) => {
          const [height = 0, width = 0] = value.split(',').map(Number);
          change({ outputSize: [height, width] });
        }}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={alignCorners}
          onChange={({ currentTarget }) => change({ alignCorners: currentTarget.checked })}
        />
        <span>alignCorners: ±1 are the outer pixels’ centres</span>
      </label>
      <Select
        {...{ title: 'Backend', value: backend, options: backendOptions }}
        onChange={(value) => change({ backend: value })}
      />
    </Panel>
  );
}

const backendOptions = Object.entries(backends).map(
  ([name, { title }]) => [name as BackendChoice, title] as const,
);

function Fill(props: {
  readonly fill: WarpSetting['fill'];
  readonly onChange: (fill: WarpSetting['fill']) => void;
}): JSX.Element {
  const { fill, onChange } = props;
  return (
    <div class="fill">
      <label class="check">
        <input
          type="checkbox"
          checked={fill !== 'transparent'}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.checked ? '#f2b25c' : 'transparent')
          }
        />
        <span>Fill with a colour</span>
      </label>
      <input
        type="color"
        aria-label="Colour outside the picture"
        disabled={fill === 'transparent'}
        value={fill === 'transparent' ? '#f2b25c' : fill}
        onInput={({ currentTarget }) => onChange(currentTarget.value as `#${string}`)}
      />
    </div>
  );
}
