const transform = { '^.+\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] };

/** What checks bundles of evidence as commands write them: each on a local cloud of its own, or on none. */
const bundles = ['cli/evidence/.*', 'cli/start', 'evidence/oscal/trestle'];

const shared = {
  testEnvironment: 'node',
  transform,
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
};

/** @type {import('jest').Config}
 * Pure tests need no cloud; those of the project `cloud` share one, those of `bundles` the bundles of evidence that the
 * first of them has written. Both of these run in a single worker. */
const config = {
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.cloud\\.test\\.ts$', '/cdk\\.out'],
      globalSetup: '<rootDir>/test/pure-setup.ts',
      globalTeardown: '<rootDir>/test/pure-teardown.ts',
    },
    {
      ...shared,
      displayName: 'cloud',
      testMatch: ['<rootDir>/test/**/*.cloud.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', `/test/(${bundles.join('|')})\\.cloud\\.test\\.ts$`],
      globalSetup: '<rootDir>/test/local/global-setup.ts',
      globalTeardown: '<rootDir>/test/local/global-teardown.ts',
    },
    {
      ...shared,
      displayName: 'bundles',
      testRegex: [`/test/(${bundles.join('|')})\\.cloud\\.test\\.ts$`],
      globalSetup: '<rootDir>/test/cli/evidence/global-setup.ts',
      globalTeardown: '<rootDir>/test/cli/evidence/global-teardown.ts',
    },
  ],
};

module.exports = config;
