import { render } from 'preact';

import { App } from './app/app.js';
import { watchDrops } from './app/drops.js';
import { guardTraining } from './app/guard-training.js';
import { Notices } from './app/notices.js';
import { keepOffline } from './app/offline.js';
import { Questions } from './app/questions.js';
import { watchRoute } from './app/route.js';
import { takeDrop } from './app/take-drop.js';
import { watchTheme } from './app/theme.js';
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
