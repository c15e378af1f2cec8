import type { JSX } from 'preact';

import { Panel, Segments, Select, Slider } from '../../ui/controls.js';
import {
  evenPoints,
  familyTitles,
  gridTitles,
  optionsOf,
  pictureCorners,
  wholePicture,
  type AffineWindow,
  type Family,
  type WarpSetting,
} from './setting.js';
import type { WarpSession } from './warp-session.js';

const hints: Readonly<Record<Family, string>> = {
  affine: 'Six parameters. Drag the centre to move, a corner to rotate and zoom.',
  projective: 'Eight parameters. Put the corners on a page, a sign or a screen to flatten it.',
  tps: 'Two parameters per point. Drag the points: the picture bends like a metal sheet through all of them.',
  bspline: 'Two parameters per point. Each point moves only its neighbourhood, like rubber.',
};

/** The transform and its parameters. */
export function TransformPanel({ session }: { readonly session: WarpSession }): JSX.Element {
  const setting = session.setting.value;
  const { family, pointsPerAxis } = setting;
  const change = (part: Partial<WarpSetting>): void => {
    session.move(false);
    session.change(part);
  };
  return (
    <Panel title="Transform">
      <Segments
        title="Kind of transform"
        value={family}
        options={optionsOf(familyTitles)}
        onChange={(chosen) => change({ family: chosen })}
      />
      <p class="hint two-lines">{hints[family]}</p>
      {family === 'affine' && <AffineSliders session={session} />}
      {(family === 'tps' || family === 'bspline') && (
        <Select
          title="Points"
          value={String(pointsPerAxis)}
          options={optionsOf(gridTitles)}
          onChange={(count) =>
            change({ pointsPerAxis: Number(count), points: evenPoints(Number(count)) })
          }
        />
      )}
      <div class="actions">
        <button type="button" onClick={() => change(untouched(setting))}>
          Reset to the whole picture
        </button>
      </div>
    </Panel>
  );
}

function untouched({ family, pointsPerAxis }: WarpSetting): Partial<WarpSetting> {
  switch (family) {
    case 'affine':
      return { affine: wholePicture };
    case 'projective':
      return { corners: pictureCorners };
    case 'tps':
    case 'bspline':
      return { points: evenPoints(pointsPerAxis) };
    default:
      return family satisfies never;
  }
}

function AffineSliders({ session }: { readonly session: WarpSession }): JSX.Element {
  const { affine } = session.setting.value;
  const set = (part: Partial<AffineWindow>): void => {
    session.move(false);
    session.change({ affine: { ...affine, ...part } });
  };
  const { turn, zoom, stretch, shear, centre } = affine;
  const shared = { min: -1, max: 1, step: 0.01 };
  return (
    <>
      <Slider
        {...{ title: 'Turn', value: turn, min: -180, max: 180, step: 1 }}
        text={`${Math.round(turn)}°`}
        onChange={(value) => set({ turn: value })}
      />
      <Slider
        {...{ title: 'Zoom', value: Math.log2(zoom), min: -2, max: 2, step: 0.01 }}
        text={`× ${zoom.toFixed(2)}`}
        onChange={(value) => set({ zoom: 2 ** value })}
      />
      <Slider
        {...{ ...shared, title: 'Stretch', value: Math.log2(stretch) }}
        text={`× ${stretch.toFixed(2)}`}
        onChange={(value) => set({ stretch: 2 ** value })}
      />
      <Slider
        {...{ ...shared, title: 'Shear', value: shear, text: shear.toFixed(2) }}
        onChange={(value) => set({ shear: value })}
      />
      <Slider
        {...{ ...shared, title: 'Right', value: centre.x, text: centre.x.toFixed(2) }}
        onChange={(x) => set({ centre: { ...centre, x } })}
      />
      <Slider
        {...{ ...shared, title: 'Down', value: centre.y, text: centre.y.toFixed(2) }}
        onChange={(y) => set({ centre: { ...centre, y } })}
      />
    </>
  );
}
