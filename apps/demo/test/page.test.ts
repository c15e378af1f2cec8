import { describe } from 'vitest';

import { browserTools, skipReason } from './browser.js';
import { testDrawRoom } from './suites/draw-room.js';
import { testFaults } from './suites/faults.js';
import { testLearnRoom } from './suites/learn-room.js';
import { testWarpRoom } from './suites/warp-room.js';
import { testWholePage } from './suites/whole-page.js';

if (skipReason) console.warn(`The tests of the page are skipped: ${skipReason}`);

// One build and one browser for all of them.
describe.skipIf(skipReason !== undefined)('the page in Chromium', () => {
  const tools = browserTools();
  testWholePage(tools);
  testWarpRoom(tools);
  testLearnRoom(tools);
  testDrawRoom(tools);
  testFaults(tools);
});
