import type { ReadonlySignal, Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { DrawRoom } from '../rooms/draw/draw-room.js';
import type { DrawSession } from '../rooms/draw/draw-session.js';
import { LearnRoom } from '../rooms/learn/learn-room.js';
import type { LearnSession } from '../rooms/learn/learn-session.js';
import { WarpRoom } from '../rooms/warp/warp-room.js';
import type { WarpSession } from '../rooms/warp/warp-session.js';
import { Footer } from './footer.js';
import { Header } from './header.js';
import { NoticeLine } from './notice-line.js';
import type { Notices } from './notices.js';
import { QuestionDialog } from './question-dialog.js';
import type { Questions } from './questions.js';
import { roomTitles, type Room } from './route.js';
import type { Theme } from './theme.js';

/** Everything that outlives a visit to a room. */
export interface AppProps {
  readonly room: ReadonlySignal<Room>;
  readonly theme: Signal<Theme>;
  readonly notices: Notices;
  readonly questions: Questions;
  /** Whether a file is held over the page. */
  readonly dropping: ReadonlySignal<boolean>;
  readonly warp: WarpSession;
  readonly learn: LearnSession;
  readonly draw: DrawSession;
}

/** The whole page. */
export function App(props: AppProps): JSX.Element {
  const { theme, notices, questions, dropping } = props;
  const room = props.room.value;
  const visited = useRef(false);
  useEffect(() => {
    document.title = `${roomTitles[room]} · Spatial transformers, by hand`;
    // At first nobody comes from another room.
    if (!visited.current) {
      visited.current = true;
      return;
    }
    // What was told in one room is no news in the next.
    notices.dismiss();
    window.scrollTo(0, 0);
    document.querySelector('h1')?.focus({ preventScroll: true });
  }, [room]);
  return (
    <>
      <Header room={room} theme={theme} />
      <RoomNow {...props} />
      <Footer />
      {dropping.value && (
        <p class="dropping" aria-hidden="true">
          {room === 'warp' ? 'Let go to warp this picture' : 'Pictures go into the room Warp'}
        </p>
      )}
      <NoticeLine notices={notices} />
      <QuestionDialog questions={questions} />
    </>
  );
}

function RoomNow({ room, notices, questions, warp, learn, draw }: AppProps): JSX.Element {
  switch (room.value) {
    case 'warp':
      return <WarpRoom session={warp} notices={notices} />;
    case 'learn':
      return <LearnRoom session={learn} notices={notices} questions={questions} />;
    case 'draw':
      return <DrawRoom session={draw} net={learn} />;
    default:
      return room.value satisfies never;
  }
}
