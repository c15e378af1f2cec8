import type { JSX } from 'preact';

import { FileButton, Panel } from '../../ui/controls.js';
import type { CameraState } from './camera.js';
import { readPicture } from './read-picture.js';
import type { Point } from './setting.js';
import type { WarpSession } from './warp-session.js';

const cameraTitles: Readonly<Record<CameraState, string>> = {
  off: 'Use the camera',
  asking: 'Cancel the camera',
  on: 'Stop the camera',
};

/** Sources of pictures: samples, a file, the camera. */
export function PicturePanel({ session }: { readonly session: WarpSession }): JSX.Element {
  const camera = session.camera.state.value;
  return (
    <Panel title="Picture">
      <Samples onChoose={(sample) => void showSample(session, sample)} />
      <div class="actions">
        <FileButton
          title="Open a file"
          name="A picture from a file"
          accept="image/*"
          onChoose={(file) => void session.take(() => readPicture(file))}
        />
        <button
          type="button"
          class={camera === 'off' ? '' : 'main'}
          onClick={() => session.toggleCamera()}
        >
          {cameraTitles[camera]}
        </button>
      </div>
      <p class="hint">Or drop a picture anywhere. It stays on this device.</p>
    </Panel>
  );
}

function Samples({ onChoose }: { readonly onChoose: (sample: Sample) => void }): JSX.Element {
  return (
    <div class="samples">
      {samples.map((sample) => (
        <button
          type="button"
          key={sample.name}
          class="sample"
          aria-label={sample.title}
          onClick={() => onChoose(sample)}
        >
          <img src={sample.url} alt="" width={88} height={66} />
        </button>
      ))}
    </div>
  );
}

/** A picture that comes with the page. */
interface Sample {
  readonly name: 'page' | 'scene' | 'card';
  readonly title: string;
  readonly url: string;
  /** The corners of the flat object in it, if there is one. */
  readonly corners?: readonly Point[];
}

/** The pictures that come with the page; the first is shown at the start. */
const samples: readonly [Sample, ...Sample[]] = [
  {
    name: 'page',
    title: 'A page on a desk',
    url: './sample-page.jpg',
    corners: [
      { x: -0.263, y: -0.652 },
      { x: 0.765, y: -0.617 },
      { x: 0.446, y: 0.889 },
      { x: -0.831, y: 0.597 },
    ],
  },
  { name: 'scene', title: 'A landscape', url: './sample-scene.jpg' },
  { name: 'card', title: 'A test card', url: './sample-card.png' },
];

/** Shows a sample, with the corners of its flat object selected if there is one. */
export function showSample(
  session: WarpSession,
  { url, corners }: Sample = samples[0],
): Promise<void> {
  return session.take(() => readPicture(url), corners && { family: 'projective', corners });
}
