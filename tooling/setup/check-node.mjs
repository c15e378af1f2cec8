import { nodeProblem } from './node-problem.mjs';
import { readManifest } from './workspace.mjs';

// Imported first by every command: an old Node should say so before it trips over anything else.
const problem = nodeProblem(process.versions.node, readManifest('.').engines.node);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
