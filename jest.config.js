const transform = { '^.+\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] };

/** @type {import('jest').Config}
 * Pure tests run first and in parallel; the ones on the local cloud share one and run in a single worker. */
const config = {
  projects: [
    {
      displayName: 'pure',
      testEnvironment: 'node',
      transform: { ...transform },
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      globalSetup: '<rootDir>/test/pure-setup.ts',
      globalTeardown: '<rootDir>/test/pure-teardown.ts',
      testPathIgnorePatterns: ['/node_modules/', '\\.cloud\\.test\\.ts$', '/cdk\\.out'],
      modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
    },
    {
      displayName: 'cloud',
      testEnvironment: 'node',
      transform: { ...transform },
      testMatch: ['<rootDir>/test/**/*.cloud.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
      globalSetup: '<rootDir>/test/local/global-setup.ts',
      globalTeardown: '<rootDir>/test/local/global-teardown.ts',
    },
  ],
};

module.exports = config;
