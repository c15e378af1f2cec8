import type { Learner } from '../learning/learner.js';
import { PlainError } from '../plain-error.js';
import type { EngineReply, EngineRequest } from './messages.js';
import { Warper } from './warper.js';

/** Time between heartbeats, in ms. */
const BEAT = 2000;

const warper = new Warper();
let learner: Promise<Learner> | undefined;

/** Loads tf.layers and the nets when a room needs them for the first time. */
function learning(): Promise<Learner> {
  learner ??= import('../learning/learner.js').then(
    ({ Learner }) => new Learner((news) => reply({ kind: 'news', news })),
    () => {
      // Allows another attempt.
      learner = undefined;
      throw new PlainError(
        'The training part of the page did not load. Check the connection and try again.',
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
      return warper.warp(request.ask.request, request.ask.spare);
    case 'load':
      return (await learning()).load(request.ask);
    case 'save':
      return (await learning()).save();
    case 'exportOnnx':
      return (await learning()).exportOnnx();
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
    if (error instanceof PlainError) reply({ kind: 'failure', id, text: error.message });
    // An aborted wasm instance fails from then on, so the page replaces the worker.
    else self.reportError(error);
  }
}

self.addEventListener('message', (event: MessageEvent<EngineRequest>) => void handle(event.data));
reply({ kind: 'alive' });
setInterval(() => reply({ kind: 'alive' }), BEAT);
