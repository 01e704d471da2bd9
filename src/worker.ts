import { run } from './run.js';

/** The worker alone, on a database that `npm run migrate` prepared. */
await run({ part: 'worker', prepare: false });
