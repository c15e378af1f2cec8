import { PlainError } from '../plain-error.js';
import type { EngineReply, EngineRequest } from './engine-calls.js';
import type { Learner } from './learning/learner.js';
import { Warper } from './warper.js';

/** How often a sign of life goes out, in ms. */
const BEAT = 2000;

const warper = new Warper();
let learner: Promise<Learner> | undefined;

/** tf.layers and the nets come with the first room that needs them. */
function learning(): Promise<Learner> {
  learner ??= import('./learning/learner.js').then(
    ({ Learner }) => new Learner((news) => reply({ kind: 'news', news })),
    () => {
      // So that it can be tried again.
      learner = undefined;
      throw new PlainError(
        'The part of the page that learns did not load. Look after the connection, and try again.',
      );
    },
  );
  return learner;
}

function reply(message: EngineReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function answer(request: EngineRequest): Promise<unknown> {
  switch (request.name) {
    case 'show':
      return warper.show(request.ask);
    case 'warp':
      return warper.warp(request.ask);
    case 'load':
      return (await learning()).load(request.ask);
    case 'save':
      return (await learning()).save();
    case 'train':
      return (await learning()).train(request.ask);
    case 'control':
      return (await learning()).control(request.ask);
    case 'evaluate':
      return (await learning()).evaluate();
    case 'read':
      return (await learning()).read(request.ask);
    default:
      return request satisfies never;
  }
}

async function handle(request: EngineRequest): Promise<void> {
  const { id } = request;
  try {
    const result = await answer(request);
    const moved = request.name === 'warp' ? [(result as { bytes: Uint8Array }).bytes.buffer] : [];
    reply({ kind: 'answer', id, answer: result }, moved as ArrayBuffer[]);
  } catch (error) {
    reply({ kind: 'failure', id, text: inWords(error) });
  }
}

/** What is not in words for the user goes to the console, for those who can read it. */
function inWords(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  console.warn(error);
  return 'This could not be computed. Try another setting, or reload the page.';
}

self.addEventListener('message', (event: MessageEvent<EngineRequest>) => void handle(event.data));
reply({ kind: 'alive' });
setInterval(() => reply({ kind: 'alive' }), BEAT);
