import type { ReadonlySignal, Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { DrawRoom } from '../rooms/draw/draw-room.js';
import type { DrawSession } from '../rooms/draw/draw-session.js';
import { LearnRoom } from '../rooms/learn/learn-room.js';
import type { LearnSession } from '../rooms/learn/learn-session.js';
import { WarpRoom } from '../rooms/warp/warp-room.js';
import type { WarpSession } from '../rooms/warp/warp-session.js';
import type { Notices, Questions } from './notices.js';
import { NoticeLine, QuestionDialog } from './overlays.js';
import { chooseTheme, rooms, roomTitles, type Room, type Theme } from './page.js';

/** State that outlives a visit to a room. */
export interface AppProps {
  readonly room: ReadonlySignal<Room>;
  readonly theme: Signal<Theme>;
  readonly notices: Notices;
  readonly questions: Questions;
  /** Whether a file is dragged over the page. */
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
    // The first room is not entered from another one.
    if (!visited.current) {
      visited.current = true;
      return;
    }
    // A notice of one room doesn't belong into the next.
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
          {room === 'warp'
            ? 'Drop to warp this picture'
            : 'Pictures can be dropped in the room Warp'}
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

/** Links to the rooms, and the theme switch. */
function Header(props: { readonly room: Room; readonly theme: Signal<Theme> }): JSX.Element {
  const { room, theme } = props;
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <header class="top">
      {/* Not a link, since the address already names the room. */}
      <button type="button" class="skip" onClick={() => document.querySelector('h1')?.focus()}>
        Skip to the room
      </button>
      <a class="brand" href="#warp">
        <img src="./icon.svg" alt="" width={28} height={28} />
        <span>Spatial transformers</span>
      </a>
      <nav aria-label="Rooms">
        {rooms.map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === room ? 'page' : undefined}>
            {roomTitles[name]}
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="theme"
        aria-label={`Switch to ${other} colours`}
        onClick={() => chooseTheme(theme, other)}
      >
        <span aria-hidden="true">{other === 'dark' ? '☾' : '☀'}</span>
      </button>
    </header>
  );
}

/** Where the code is, if the page was built with that. */
const CODE_URL = import.meta.env['CODE_URL'] ?? '';

/** Sources and licences. */
function Footer(): JSX.Element {
  return (
    <footer>
      Everything is computed on this device; nothing is sent anywhere. Made with tfjs-stn, after
      Jaderberg et al., <cite>Spatial Transformer Networks</cite>, 2015. Digits from MNIST.{' '}
      <a href="./licences.txt">Sources and licences</a>
      {CODE_URL !== '' && (
        <>
          {' · '}
          <a href={CODE_URL}>Code</a>
        </>
      )}
    </footer>
  );
}
