export * from './domain/index.js';
export { ProcessLibrary } from './process-library.js';
export { ProcessModule } from './process.module.js';
