// Node 23 removed functions from util that tfjs-node 4.22 calls in most of its ops. With
// `node --require ./tooling/tfjs-node/removed-from-util.cjs` its addon runs there, too.
const util = require('node:util');

util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
