import { engine, tidy, zeros, Tensor } from '@tensorflow/tfjs-core';

/** Whether tfjs records ops, for a gradient. */
export function isRecording(): boolean {
  const { gradientDepth, kernelDepth } = engine().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/**
 * Whether a function of a tensor reads other tensors, such as variables: while a gradient is recorded,
 * these may be what it is taken by. Runs the function once.
 */
export function readsTensors(f: (x: Tensor) => readonly Tensor[]): boolean {
  const { state } = engine();
  const { activeTape } = state;
  state.activeTape = [];
  try {
    return tidy(() => {
      const x = zeros([1, 1]);
      const results = f(x);
      const inputs = state.activeTape?.flatMap((node) => Object.values(node.inputs)) ?? [];
      // Tensors are numbered as they are made.
      return [...inputs, ...results].some((tensor) => tensor instanceof Tensor && tensor.id < x.id);
    });
  } finally {
    for (const { saved = [] } of state.activeTape ?? [])
      for (const tensor of saved) tensor.dispose();
    state.activeTape = activeTape;
  }
}
