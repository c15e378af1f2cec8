import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Notices } from '../../app/notices.js';
import { openCamera, type Camera } from '../../pictures/camera.js';
import { readPicture } from '../../pictures/read-picture.js';
import { samples, type Sample } from '../../pictures/samples.js';
import { FileButton } from '../../ui/file-button.js';
import { Panel } from '../../ui/panel.js';
import { showSample } from './show-sample.js';
import type { WarpSession } from './warp-session.js';

/** Where the picture comes from: samples, a file, the camera. */
export function PicturePanel(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  const camera = useCamera(session, notices);
  const take = (action: () => Promise<void>): void => {
    camera.stop();
    action().catch((error: unknown) => notices.problem(error));
  };
  return (
    <Panel title="Picture">
      <Samples onChoose={(sample) => take(() => showSample(session, sample))} />
      <div class="actions">
        <FileButton
          title="Open a file"
          name="A picture from a file"
          accept="image/*"
          onChoose={(file) => take(async () => session.show(await readPicture(file)))}
        />
        <button type="button" aria-pressed={camera.running} onClick={camera.toggle}>
          {camera.running ? 'Stop the camera' : 'Use the camera'}
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

function useCamera(
  session: WarpSession,
  notices: Notices,
): { running: boolean; stop: () => void; toggle: () => void } {
  const camera = useRef<Camera | undefined>(undefined);
  const [running, setRunning] = useState(false);
  const stop = (): void => {
    camera.current?.stop();
    camera.current = undefined;
    setRunning(false);
  };
  const start = async (): Promise<void> => {
    camera.current = await openCamera((pixels) => session.show(pixels));
    setRunning(true);
  };
  useEffect(() => stop, []);
  const toggle = (): void => {
    if (camera.current) stop();
    else void start().catch((error: unknown) => notices.problem(error));
  };
  return { running, stop, toggle };
}
