import type { JSX } from 'preact';

import type { Notices, Questions } from '../../app/notices.js';
import { EngineCrash } from '../../client/engine.js';
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
  const attempt = (action: () => Promise<string | undefined>): Promise<void> =>
    tellOf(action, notices);
  const replace = async (action: () => Promise<string | undefined>): Promise<void> => {
    if (await mayReplace(session, questions)) await attempt(action);
  };
  const button = (title: string, onClick: () => Promise<void>, disabled = busy): JSX.Element => (
    <button type="button" disabled={disabled} onClick={() => void onClick()}>
      {title}
    </button>
  );
  const usable = busy && activity !== 'failed';
  return (
    <div class="actions">
      {button('Save in browser', () => attempt(() => saveInBrowser(session)))}
      {button('Load from browser', () => replace(() => loadFromBrowser(session)), usable)}
      {button('Save to a file', () => attempt(() => saveFile(session)))}
      {button('Save as ONNX', () => attempt(() => saveOnnx(session)))}
      <FileButton
        title="Open a file"
        name="A net from a file"
        disabled={usable}
        onChoose={(file) => void replace(() => openFile(session, file))}
      />
      {button('Load the page’s net', () => replace(() => openPretrained(session)), usable)}
    </div>
  );
}

/** Tells what came of an action, good or bad. */
async function tellOf(action: () => Promise<string | undefined>, notices: Notices): Promise<void> {
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
  const bytes = await keptModel();
  if (!bytes) throw new PlainError('No net is saved in this browser yet.');
  await session.load(bytes);
  return 'The net is restored.';
}

async function saveFile(session: LearnSession): Promise<undefined> {
  download('digits.stn', new Blob([await session.save()]));
  session.saved();
}

async function saveOnnx(session: LearnSession): Promise<string> {
  download('digits.onnx', new Blob([await session.exportOnnx()]));
  return 'ONNX Runtime can run this file; the page cannot open it.';
}

async function openFile(session: LearnSession, file: File): Promise<string> {
  await session.load(new Uint8Array(await file.arrayBuffer()));
  return 'The net is loaded.';
}

async function openPretrained(session: LearnSession): Promise<undefined> {
  await session.openPretrained();
}
