import type { EngineReply, EngineRequest } from './engine-calls.js';
import type { Learner } from './learning/learner.js';
import { Warper } from './warper.js';

const warper = new Warper();
let learner: Promise<Learner> | undefined;

/** tf.layers and the nets come with the first room that needs them. */
function learning(): Promise<Learner> {
  learner ??= import('./learning/learner.js').then(
    ({ Learner }) => new Learner((news) => reply({ kind: 'news', news })),
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
    reply({ kind: 'failure', id, text: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener('message', (event: MessageEvent<EngineRequest>) => void handle(event.data));
