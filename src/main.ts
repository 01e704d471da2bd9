import { run } from './run.js';

/** The API alone, on a database that `npm run migrate` prepared. */
await run({ part: 'api', prepare: false });
