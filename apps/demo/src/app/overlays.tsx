import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Notice, Notices, Question, Questions } from './notices.js';

/** A notice over the page; problems interrupt a screen reader. */
export function NoticeLine({ notices }: { readonly notices: Notices }): JSX.Element {
  const notice = notices.current.value;
  const dismiss = (): void => notices.dismiss();
  return (
    <div
      class="notices"
      onPointerEnter={() => notices.pause()}
      onPointerLeave={() => notices.resume()}
      onFocusIn={() => notices.pause()}
      onFocusOut={() => notices.resume()}
    >
      {/* Both stay: a live region that appears with its text may not be announced. */}
      <div role="status">{notice?.tone === 'news' && <Line {...{ notice, dismiss }} />}</div>
      <div role="alert">{notice?.tone === 'problem' && <Line {...{ notice, dismiss }} />}</div>
    </div>
  );
}

function Line(props: { readonly notice: Notice; readonly dismiss: () => void }): JSX.Element {
  const { notice, dismiss } = props;
  return (
    <div class={`notice ${notice.tone}`}>
      <p>{notice.text}</p>
      <button type="button" aria-label="Dismiss this message" onClick={dismiss}>
        ×
      </button>
    </div>
  );
}

/** A modal dialog with a question. */
export function QuestionDialog({ questions }: { readonly questions: Questions }): JSX.Element {
  const question = questions.current.value;
  return <>{question && <Dialog question={question} />}</>;
}

function Dialog({ question }: { readonly question: Question }): JSX.Element {
  const { text, yes, answer } = question;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), [question]);
  return (
    <dialog ref={dialog} class="question" aria-labelledby="question" onClose={() => answer(false)}>
      <p id="question">{text}</p>
      <div class="actions">
        <button type="button" onClick={() => answer(false)}>
          Cancel
        </button>
        <button type="button" class="main" onClick={() => answer(true)}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
