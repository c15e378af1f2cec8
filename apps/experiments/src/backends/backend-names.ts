/** What `--backend` takes, the default first. */
export const backendNames = ['wasm', 'tensorflow', 'cpu'] as const;

/** A TensorFlow.js backend that can train on this program's behalf. */
export type BackendName = (typeof backendNames)[number];
