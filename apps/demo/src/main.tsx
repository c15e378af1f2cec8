import { render } from 'preact';

import { App } from './app/app.js';
import { Notices } from './app/notices.js';
import { keepOffline } from './app/offline.js';
import { watchRoute } from './app/route.js';
import { watchTheme } from './app/theme.js';
import { DrawSession } from './rooms/draw/draw-session.js';
import { LearnSession } from './rooms/learn/learn-session.js';
import { WarpSession } from './rooms/warp/warp-session.js';

const notices = new Notices();
const learn = new LearnSession(notices);
const page = document.getElementById('page');
if (page) {
  page.textContent = '';
  render(
    <App
      room={watchRoute()}
      theme={watchTheme()}
      notices={notices}
      warp={new WarpSession(notices)}
      learn={learn}
      draw={new DrawSession(learn, notices)}
    />,
    page,
  );
}
keepOffline();
