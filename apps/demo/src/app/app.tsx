import type { ReadonlySignal, Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import { DrawRoom } from '../rooms/draw/draw-room.js';
import type { DrawSession } from '../rooms/draw/draw-session.js';
import { LearnRoom } from '../rooms/learn/learn-room.js';
import type { LearnSession } from '../rooms/learn/learn-session.js';
import { WarpRoom } from '../rooms/warp/warp-room.js';
import type { WarpSession } from '../rooms/warp/warp-session.js';
import { Header } from './header.js';
import { NoticeLine } from './notice-line.js';
import type { Notices } from './notices.js';
import type { Room } from './route.js';
import type { Theme } from './theme.js';

/** Everything that outlives a visit to a room. */
export interface AppProps {
  readonly room: ReadonlySignal<Room>;
  readonly theme: Signal<Theme>;
  readonly notices: Notices;
  readonly warp: WarpSession;
  readonly learn: LearnSession;
  readonly draw: DrawSession;
}

/** The whole page. */
export function App(props: AppProps): JSX.Element {
  const room = props.room.value;
  // What was told in one room is no news in the next.
  useEffect(() => props.notices.dismiss(), [room]);
  return (
    <>
      <Header room={room} theme={props.theme} />
      <RoomNow {...props} />
      <footer>
        Everything is computed on this device; nothing is sent anywhere. Made with tfjs-stn, after
        Jaderberg et al., <cite>Spatial Transformer Networks</cite>, 2015. Digits from MNIST.
      </footer>
      <NoticeLine notices={props.notices} />
    </>
  );
}

function RoomNow({ room, notices, warp, learn, draw }: AppProps): JSX.Element {
  switch (room.value) {
    case 'warp':
      return <WarpRoom session={warp} notices={notices} />;
    case 'learn':
      return <LearnRoom session={learn} notices={notices} />;
    case 'draw':
      return <DrawRoom session={draw} net={learn} />;
    default:
      return room.value satisfies never;
  }
}
