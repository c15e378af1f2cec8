import type { JSX } from 'preact';

import type { Notices } from '../../app/notices.js';
import { download } from '../../ui/download.js';
import type { TestResult } from '../../training/test-model.js';
import { FileButton } from '../../ui/file-button.js';
import { Panel } from '../../ui/panel.js';
import { keepModel, keptModel } from './kept-model.js';
import type { LearnSession } from './learn-session.js';
import { netFacts } from './net-facts.js';

/** The net that is there now: what it is, how good it is, where to keep it. */
export function NetPanel(props: {
  readonly session: LearnSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  const facts = session.showcase.value?.facts;
  const busy = session.activity.value !== 'idle';
  const evaluation = session.evaluation.value;
  return (
    <Panel title="The net">
      <p class="hint two-lines">{facts ? netFacts(facts) : 'Loading …'}</p>
      <div class="actions">
        <button type="button" disabled={busy} onClick={() => void session.evaluate()}>
          Test it
        </button>
        <output class="number" data-figure="test-accuracy">
          {session.activity.value === 'testing' ? 'Reading …' : evaluation && readRight(evaluation)}
        </output>
      </div>
      <p class="hint two-lines">
        {evaluation ? straightened(evaluation) : 'On digits it has not seen.'}
      </p>
      <KeepButtons session={session} notices={notices} busy={busy} />
    </Panel>
  );
}

function readRight({ accuracy, count }: TestResult): string {
  return `${(100 * accuracy).toFixed(1)} % of ${count.toLocaleString('en')}`;
}

function straightened({ angle, rectifiedAngle }: TestResult): string {
  return `They are turned by ${angle.toFixed(0)}° on average, and by ${rectifiedAngle.toFixed(0)}° after the transformer.`;
}

function KeepButtons(props: {
  readonly session: LearnSession;
  readonly notices: Notices;
  readonly busy: boolean;
}): JSX.Element {
  const { session, notices, busy } = props;
  const attempt = (action: () => Promise<string | undefined>): void => {
    action().then(
      (news) => {
        if (news !== undefined) notices.tell('news', news);
        return undefined;
      },
      (error: unknown) => notices.problem(error),
    );
  };
  const button = (title: string, action: () => Promise<string | undefined>): JSX.Element => (
    <button type="button" disabled={busy} onClick={() => attempt(action)}>
      {title}
    </button>
  );
  return (
    <div class="actions">
      {button('Keep in browser', () => keepHere(session))}
      {button('Take back', () => takeBack(session))}
      {button('Save to a file', () => saveFile(session))}
      <FileButton
        title="Open a file"
        name="A net from a file"
        disabled={busy}
        onChoose={(file) => attempt(() => openFile(session, file))}
      />
      {button('The page’s own', () => openPretrained(session))}
    </div>
  );
}

async function keepHere(session: LearnSession): Promise<string> {
  await keepModel(await session.save());
  return 'The net is kept in this browser.';
}

async function takeBack(session: LearnSession): Promise<string> {
  const bytes = await keptModel();
  if (!bytes) throw new Error('No net is kept in this browser yet.');
  await session.load(bytes);
  return 'The net is back.';
}

async function saveFile(session: LearnSession): Promise<undefined> {
  download('digits.stn', new Blob([await session.save()]));
}

async function openFile(session: LearnSession, file: File): Promise<string> {
  await session.load(new Uint8Array(await file.arrayBuffer())).catch(() => {
    throw new Error('That file holds no net of this page, or it is damaged.');
  });
  return 'The net is loaded.';
}

async function openPretrained(session: LearnSession): Promise<undefined> {
  await session.openPretrained();
}
