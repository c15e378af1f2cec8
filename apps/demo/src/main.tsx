import { render } from 'preact';

import { App } from './app/app.js';
import { Notices, Questions } from './app/notices.js';
import {
  guardTraining,
  keepOffline,
  takeDrop,
  watchDrops,
  watchRoute,
  watchTheme,
} from './app/page.js';
import { DrawSession } from './rooms/draw/draw-session.js';
import { LearnSession } from './rooms/learn/learn-session.js';
import { WarpSession } from './rooms/warp/warp-session.js';

const notices = new Notices();
const room = watchRoute();
const warp = new WarpSession(notices);
const learn = new LearnSession(notices);
const page = document.getElementById('page');
if (page) {
  page.textContent = '';
  render(
    <App
      {...{ room, notices, warp, learn }}
      theme={watchTheme()}
      questions={new Questions()}
      dropping={watchDrops((file) => takeDrop(file, { room: room.peek(), warp, notices }))}
      draw={new DrawSession(learn, notices)}
    />,
    page,
  );
}
guardTraining(learn);
keepOffline();
