import fc from 'fast-check';

// A property is tried on the same values at each run, so that a red suite speaks of the change and not of its luck. `npm run soak` tries others.

fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_122) });
