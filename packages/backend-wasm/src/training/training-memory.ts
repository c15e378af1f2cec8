export type { FindKernelMemory as FindTrainingMemory } from '../runtime/kernel-memories.js';
export type {
  KernelJob as TrainingJob,
  KernelMemory as TrainingMemory,
  Workspace as TrainingWorkspace,
} from '../runtime/kernel-memory.js';
