/** Policies, principals and requests of the tests, short to write. */
import type { Context } from '../../lib/reach/context';
import type { Layers, NamedPolicy } from '../../lib/reach/layers';
import type { Principal, Request } from '../../lib/reach/request';
import { readPolicy } from '../../lib/resources/policy';
import type { Data } from '../../lib/resources/value';

export const ours = '111122223333';
export const theirs = '444455556666';

/** A policy of these statements. */
export const policy = (name: string, ...statements: readonly object[]): NamedPolicy => ({
  name,
  policy: readPolicy({ Statement: statements as unknown as Data }),
});

export const allow = (more: object = {}): object => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
export const deny = (more: object = {}): object => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

export const roleArn = `arn:aws:iam::${ours}:role/examplerole`;
export const sessionArn = `arn:aws:sts::${ours}:assumed-role/examplerole/examplesession`;
export const userArn = `arn:aws:iam::${ours}:user/exampleuser`;

export const role: Principal = { kind: 'role', name: roleArn, session: sessionArn, account: ours };
export const user: Principal = { kind: 'user', name: userArn, account: ours };
export const nobody: Principal = { kind: 'anonymous', name: '' };
export const stranger: Principal = { kind: 'role', name: `arn:aws:iam::${theirs}:role/guest`, account: theirs };

export const object = 'arn:aws:s3:::amzn-s3-demo-bucket/file';

export const request = (more: Partial<Request> = {}, context: Context = {}): Request => ({
  principal: role,
  action: 's3:GetObject',
  resource: object,
  context,
  ...more,
});

/** Layers of which only what a case cares about is set. */
export const layers = (more: Partial<Layers> = {}): Layers => ({
  identity: [],
  resource: { account: ours, policies: [] },
  ...more,
});

export const onResource = (...statements: readonly object[]): Layers['resource'] => ({
  account: ours,
  policies: [policy('bucket', ...statements)],
});

export const onKey = (...statements: readonly object[]): Layers['resource'] => ({
  account: ours,
  policies: [policy('key', ...statements)],
  required: true,
});
