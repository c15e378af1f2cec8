import type { JSX } from 'preact';

import type { Notices, Questions } from '../../app/notices.js';
import { EngineCrash } from '../../client/engine.js';
import { WEIGHTS_FILE } from '../../model/choices.js';
import { PlainError } from '../../plain-error.js';
import { download, FileButton } from '../../ui/controls.js';
import { keepModel, keptModel } from './kept-model.js';
import { mayReplace, type LearnSession } from './learn-session.js';

/** Buttons to save and load nets. */
export function KeepButtons(props: {
  readonly session: LearnSession;
  readonly notices: Notices;
  readonly questions: Questions;
}): JSX.Element {
  const { session, notices, questions } = props;
  const activity = session.activity.value;
  const busy = activity !== 'idle';
  const blocked = busy && activity !== 'failed';
  const keep = (action: Action): Promise<void> => attempt(action, notices);
  const replace = async (action: Action): Promise<void> => {
    if (await mayReplace(session, questions)) await keep(action);
  };
  const button = (title: string, disabled: boolean, act: () => Promise<void>): JSX.Element => (
    <button type="button" disabled={disabled} onClick={() => void act()}>
      {title}
    </button>
  );
  return (
    <div class="actions">
      {button('Save in browser', busy, () => keep(() => saveInBrowser(session)))}
      {button('Load from browser', blocked, () => replace(() => loadFromBrowser(session)))}
      {button('Save to files', busy, () => keep(() => saveFiles(session)))}
      {button('Save as ONNX', busy, () => keep(() => saveOnnx(session)))}
      <FileButton
        title="Open files"
        name="A net from its two files"
        accept=".json,.bin"
        multiple
        disabled={blocked}
        onChoose={(files) => void replace(() => openFiles(session, files))}
      />
      {button('Load the page’s net', blocked, () => replace(() => openPretrained(session)))}
    </div>
  );
}

/** Saves or loads, and returns what to tell the user. */
type Action = () => Promise<string | undefined>;

async function attempt(action: Action, notices: Notices): Promise<void> {
  try {
    const news = await action();
    if (news !== undefined) notices.tell('news', news);
  } catch (error) {
    // A crash is reported by the session.
    if (!(error instanceof EngineCrash)) notices.problem(error);
  }
}

async function saveInBrowser(session: LearnSession): Promise<string> {
  await keepModel(await session.save());
  session.saved();
  return 'The net is saved in this browser.';
}

async function loadFromBrowser(session: LearnSession): Promise<string> {
  const net = await keptModel();
  if (!net) throw new PlainError('No net is saved in this browser yet.');
  await session.load(net);
  return 'The net is restored.';
}

async function saveFiles(session: LearnSession): Promise<undefined> {
  const { json, weights } = await session.save();
  download('digits.json', new Blob([json], { type: 'application/json' }));
  download(WEIGHTS_FILE, new Blob([weights]));
  session.saved();
}

async function saveOnnx(session: LearnSession): Promise<string> {
  download('digits.onnx', new Blob([await session.exportOnnx()]));
  return 'ONNX Runtime can run this file; the page cannot open it.';
}

/** Loads a tf.js model, which is two files. */
async function openFiles(session: LearnSession, files: readonly File[]): Promise<string> {
  const json = files.find(({ name }) => name.endsWith('.json'));
  const weights = files.find(({ name }) => name.endsWith('.bin'));
  if (!json || !weights) {
    throw new PlainError('A net is two files, .json and .bin. Choose both at once.');
  }
  await session.load({
    json: await json.text(),
    weights: new Uint8Array(await weights.arrayBuffer()),
  });
  return 'The net is loaded.';
}

async function openPretrained(session: LearnSession): Promise<undefined> {
  await session.openPretrained();
}
