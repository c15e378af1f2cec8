import type { JSX } from 'preact';

import { FileButton, Panel } from '../../ui/controls.js';
import type { CameraState } from './camera.js';
import { samples, showSample, type Sample } from './samples.js';
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
          onChoose={([file]) => void session.takeFile(file)}
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
