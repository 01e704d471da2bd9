export * from './pack/index.js';
