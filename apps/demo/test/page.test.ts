import { describe } from 'vitest';

import { browserTools, skipReason } from './browser.js';
import { testCopiedCode } from './suites/copied-code.js';
import { testDrawRoom } from './suites/draw-room.js';
import { testFaults } from './suites/faults.js';
import { testHosting } from './suites/hosting.js';
import { testLearnRoom } from './suites/learn-room.js';
import { testWarpRoom } from './suites/warp-room.js';
import { testWholePage } from './suites/whole-page.js';

if (skipReason) console.warn(`The tests of the page are skipped: ${skipReason}`);

// One build and one browser for all of them.
describe.skipIf(skipReason !== undefined)('the page [Chromium]', () => {
  const tools = browserTools();
  testWholePage(tools);
  testHosting(tools);
  testWarpRoom(tools);
  testCopiedCode(tools);
  testLearnRoom(tools);
  testDrawRoom(tools);
  testFaults(tools);
});
