// `node --import ./scripts/typescript.mjs some/file.ts` runs sources as they are: for tests and development, never in production.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
