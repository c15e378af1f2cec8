import type { JSX } from 'preact';

import { readPicture } from '../../pictures/read-picture.js';
import { samples, type Sample } from '../../pictures/samples.js';
import { FileButton } from '../../ui/file-button.js';
import { Panel } from '../../ui/panel.js';
import type { CameraState } from './camera-session.js';
import { showSample } from './show-sample.js';
import type { WarpSession } from './warp-session.js';

const cameraTitles: Readonly<Record<CameraState, string>> = {
  off: 'Use the camera',
  asking: 'Never mind the camera',
  on: 'Stop the camera',
};

/** Where the picture comes from: samples, a file, the camera. */
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
