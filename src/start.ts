import { run } from './run.js';

/** `npm start`: database, API and worker in one process; PROCESS may leave one of the last two out. */
await run({ part: null, prepare: true });
