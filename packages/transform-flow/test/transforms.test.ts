import { declareConformance } from './conformance.js';

declareConformance({ backends: ['cpu', 'wasm'] });
