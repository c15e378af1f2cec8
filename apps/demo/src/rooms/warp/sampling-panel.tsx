import type { JSX } from 'preact';

import { backends, type BackendChoice } from '../../engine/messages.js';
import { Panel, Select } from '../../ui/controls.js';
import {
  optionsOf,
  paddingTitles,
  samplerTitles,
  sizeFrom,
  sizeTitles,
  type WarpSetting,
} from './setting.js';
import type { WarpSession } from './warp-session.js';

/** Sampler, padding, output size and backend. */
export function SamplingPanel({ session }: { readonly session: WarpSession }): JSX.Element {
  const { sampler, padding, fill, alignCorners, outputSize, backend } = session.setting.value;
  const change = (part: Partial<WarpSetting>): void => session.change(part);
  return (
    <Panel title="Sampling">
      <Select
        {...{ title: 'Sampler', value: sampler, options: optionsOf(samplerTitles) }}
        onChange={(value) => change({ sampler: value })}
      />
      {sampler === 'multiSample' && (
        <p class="hint">Looks like bilinear; in training, its gradient has a wider reach.</p>
      )}
      <Select
        {...{ title: 'Padding', value: padding, options: optionsOf(paddingTitles) }}
        onChange={(value) => change({ padding: value })}
      />
      {padding === 'zeros' && <Fill fill={fill} onChange={(value) => change({ fill: value })} />}
      <Select
        {...{ title: 'Output size', options: optionsOf(sizeTitles) }}
        value={String(outputSize) as keyof typeof sizeTitles}
        onChange={(value) => change({ outputSize: sizeFrom(value) })}
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
