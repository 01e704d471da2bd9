import { swcOptions } from './scripts/swc.mjs';

// Run it through `npm test`: test/run.mjs gives Jest the flags for ES modules, and the specs a database when they ask for one.
export default {
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.amends'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/.amends/', '<rootDir>/bench/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  coverageProvider: 'v8',
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  testTimeout: 30_000,
  maxWorkers: 2,
  // What a spec has loaded as ES modules is never let go of: without a new process now and then, the last specs take twice as long as the first.
  workerIdleMemoryLimit: '1GB',
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
};
