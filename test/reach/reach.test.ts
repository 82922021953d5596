import { reachDiff } from '../../lib/reach/diff';
import { type Reach, type ReachOptions, reachOf } from '../../lib/reach/reach';
import type { Row } from '../../lib/reach/rows';
import { readTemplates } from '../../lib/resources/template';
import { testConfig } from '../configs';
import { synthesized } from '../synthesized';
import { type Edit, each, edited, statements, without } from './edit';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const practices = ['derm', 'skin'].map((id) => ({ id, name: id }));
const templates = synthesized(testConfig('clinic', 'production', { practices }));

const look = (from = templates, options: ReachOptions = {}): Reach =>
  reachOf(readTemplates(from, environment), options);
const reach = look();

const bucket = 'lakeside-practice-derm/PhiStoreDF22AA8A';
const key = 'lakeside-practice-derm/Key961B73FD';
const nameOf = (id: string) => reach.principals.find((one) => one.id === id)?.name ?? id;
const on = (store: string, access: Row['access'], of = reach) =>
  of.rows.filter((row) => row.access === access && row.stores.includes(store));
const short = ({ from, outcome, principal, session, through }: Row) =>
  [
    outcome,
    nameOf(principal),
    session,
    ...(through ?? []).map((id) => `through ${nameOf(id)}`),
    'from',
    ...from.map((place) => place.split('/')[0]),
  ].join(' ');

describe('who reads the images of a practice', () => {
  test('is exactly this', () => {
    expect(on(bucket, 'read').map(short).sort()).toEqual([
      'allowed AWSServiceRoleForAmazonMacie fixed from outside another network lakeside-network',
      'allowed an administrator fixed through lakeside-break-glass from outside another network lakeside-network',
      'allowed lakeside-backup fixed from outside another network lakeside-network',
      'allowed lakeside-break-glass own from outside another network lakeside-network',
      'allowed lakeside-clinician own from lakeside-network',
      'allowed lakeside-derm-imaging fixed through lakeside-clinician from lakeside-network',
      'allowed lakeside-derm-phi-scan fixed from outside another network lakeside-network',
      'allowed lakeside-patient own from lakeside-network',
    ]);
  });

  test('each with the key, as the key policy and the role say', () => {
    const [macie, ...others] = on(bucket, 'read').sort((a, b) => (a.principal < b.principal ? -1 : 1));
    // The bucket lets roles of AWS's own in, and the key does not.
    expect(macie).toMatchObject({ principal: 'AWSServiceRoleForAmazonMacie', decrypts: 'denied' });
    expect(others.map(({ decrypts }) => decrypts)).toEqual(Array(7).fill('allowed'));
    expect(on(key, 'decrypt').filter(({ principal }) => nameOf(principal) === 'lakeside-clinician')).toMatchObject([
      {
        from: ['through its bucket', 'through its table'],
        by: expect.arrayContaining([`resource ${key}#UseThroughServices`]),
      },
    ]);
  });

  test('by statements that are named', () => {
    const [clinician] = on(bucket, 'read').filter(({ principal }) => nameOf(principal) === 'lakeside-clinician');
    expect(clinician?.by).toEqual([
      expect.stringMatching(/^identity lakeside-identity\/RoleclinicianPermissions\w+#ObjectsPhi$/),
      expect.stringMatching(/^boundary lakeside-perimeter\/Boundary\w+#Data$/),
      expect.stringMatching(/^endpoint lakeside-network\/IsolatedVpcS3\w+#OwnPrincipalsToOwnResources$/),
    ]);
  });
});

describe('everything else is denied', () => {
  test('to whoever is of another practice, of none, of another account, or nobody', () => {
    expect(reach.rows.filter(({ session }) => session === 'other' || session === 'none')).toEqual([]);
    expect(reach.rows.filter(({ principal }) => ['anonymous', 'another account'].includes(principal))).toEqual([]);
  });

  test('and nothing is left undecided', () =>
    expect(reach.rows.filter(({ outcome }) => outcome !== 'allowed')).toEqual([]));

  test('with a count of every cell, by layer', () => {
    const { byLayer, byReason, cells } = reach.denied;
    expect(Object.values(byLayer).reduce((sum, count) => sum + count, 0)).toBe(cells);
    expect(byReason.reduce((sum, one) => sum + one.cells, 0)).toBe(cells);
    expect(byReason.map(({ reason }) => reason).join('\n')).toMatch(/PhiStorePolicy\w+#OwnPracticeOnly/);
  });

  test('stores, vaults, keys and restored copies of PHI are all there', () => {
    const kinds = reach.stores.map(({ practice, type }) => `${type} ${practice ?? ''}`.trim()).sort();
    expect(kinds).toEqual([
      'bucket',
      'bucket derm',
      'bucket skin',
      'key',
      'key derm',
      'key skin',
      'table',
      'table derm',
      'table skin',
      'vault',
    ]);
  });
});

test('functions come to the stores through the endpoint that their route table leads to', () => {
  const imaging = reach.paths.filter((path) => path.function.startsWith('lakeside-practice-derm/ImagingFunction'));
  expect(imaging.map(({ endpoint }) => endpoint.replace(/[0-9A-F]{8}$/, ''))).toContain(
    'lakeside-network/IsolatedVpcS3',
  );
  expect(imaging.every(({ by }) => by.length > 0)).toBe(true);
});

const grantBilling: Edit = (resources) => {
  for (const [id, { Properties }] of Object.entries(resources)) {
    if (!id.startsWith('RolebillingPermissions')) continue;
    const resource = 'arn:aws:s3:::lakeside-${aws:PrincipalTag/practice}-phi-111122223333-us-east-1/*';
    statements(Properties).Statement.push({
      Sid: 'Planted',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: resource,
    } as object);
  }
};

describe('a change is told in a sentence', () => {
  const sentences = (edit: Edit, options?: ReachOptions) =>
    reachDiff(reach, look(edited(templates, edit), options)).map(({ kind, sentence }) => `${kind}: ${sentence}`);

  test('nothing changed, nothing told', () => expect(reachDiff(reach, look())).toEqual([]));

  test('billing may read images, and cannot decrypt them', () => {
    const place = /lakeside-network\/IsolatedVpcS3\w+/.source;
    const told = sentences(grantBilling);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(
      new RegExp(
        `^gained: The lakeside-billing role gained s3:GetObject on the bucket lakeside-derm-phi-\\S+ \\(without its key from ${place}\\)\\.$`,
      ),
    );
  });

  test('and is told the other way round', () => {
    const before = look(edited(templates, grantBilling));
    expect(reachDiff(before, reach).map(({ kind }) => kind)).toEqual(['lost', 'lost']);
  });

  test('without the deny from outside, clinicians read at home', () => {
    const told = sentences(without('FromTheNetworkOnly')).filter((one) =>
      one.includes('lakeside-clinician role: s3:GetObject'),
    );
    expect(told[0]).toMatch(
      /^changed: .* is allowed from another network, allowed from lakeside-network\S+, allowed from outside\.$/,
    );
  });

  test('without the deny of other practices the role still keeps them apart', () => {
    const told = sentences(without('OwnPracticeOnly')).filter((one) => one.includes('for another practice gained'));
    // A tag may hold a slash, and so reach into another name: what the deny rules out is undecided without it.
    expect(told.filter((one) => !one.includes('undecided'))).toEqual([]);
    expect(told.some((one) => one.includes('lakeside-clinician'))).toBe(true);
  });
});

describe('what is planted is found', () => {
  test('a bucket that is open to everybody', () => {
    const open = {
      Sid: 'Open',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::lakeside-derm-phi-111122223333-us-east-1/*',
    };
    const edit: Edit = (resources, stack) => {
      if (stack !== 'lakeside-practice-derm') return;
      each('AWS::S3::BucketPolicy', (properties) => {
        statements(properties).Statement = [open];
      })(resources, stack);
    };
    const anonymous = on(bucket, 'read', look(edited(templates, edit))).filter(
      ({ principal }) => principal === 'anonymous',
    );
    expect(anonymous).toMatchObject([
      { outcome: 'allowed', decrypts: 'denied', from: expect.arrayContaining(['outside']) },
    ]);
  });

  test('a key that lets another account in', () => {
    const edit: Edit = (resources, stack) => {
      if (stack !== 'lakeside-practice-derm') return;
      each('AWS::KMS::Key', (properties) => {
        const theirs = { AWS: 'arn:aws:iam::444455556666:root' };
        statements(properties, 'KeyPolicy').Statement.push({
          Sid: 'Theirs',
          Effect: 'Allow',
          Principal: theirs,
          Action: 'kms:*',
          Resource: '*',
        } as object);
      })(resources, stack);
    };
    const found = on(key, 'decrypt', look(edited(templates, edit))).filter(
      ({ principal }) => principal === 'account 444455556666',
    );
    expect(found).toMatchObject([{ outcome: 'allowed', by: expect.arrayContaining([`resource ${key}#Theirs`]) }]);
  });

  test('a managed policy that is in no template leaves its role undecided', () => {
    const edit: Edit = (resources) => {
      for (const [id, { Properties }] of Object.entries(resources))
        if (id.startsWith('Rolebilling') && !id.includes('Permissions'))
          Object.assign(Properties, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] });
    };
    const found = on(bucket, 'read', look(edited(templates, edit))).filter(
      ({ principal }) => nameOf(principal) === 'lakeside-billing',
    );
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.every(({ by, outcome }) => outcome === 'undecided' && by.some((one) => one.includes('policy/X'))),
    ).toBe(true);
  });

  test('a grant of the key, read live, is undecided', () => {
    const billing = 'arn:aws:iam::111122223333:role/asepsis/lakeside-billing';
    const grants = { [key]: [{ name: 'grant 1', grantee: billing, operations: ['Decrypt'] }] };
    const told = reachDiff(reach, look(templates, { grants })).map(({ sentence }) => sentence);
    expect(told).toHaveLength(2);
    expect(told.every((one) => /^The lakeside-billing role.*kms:Decrypt on the key.*undecided/.test(one))).toBe(true);
  });

  test('a service control policy that denies all leaves nobody but roles of AWS’s own', () => {
    const edit: Edit = (resources, stack) => {
      if (stack !== 'lakeside-perimeter') return;
      const Content = {
        Version: '2012-10-17',
        Statement: [{ Sid: 'Nothing', Effect: 'Deny', Action: '*', Resource: '*' }],
      };
      Object.assign(resources, {
        Scp: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'x', Type: 'SERVICE_CONTROL_POLICY', Content } },
      });
    };
    const found = look(edited(templates, edit));
    expect(found.rows.filter(({ principal }) => principal !== 'AWSServiceRoleForAmazonMacie')).toEqual([]);
    expect(found.escalation.powers).toEqual([]);
    expect(found.escalation.leads).toEqual([]);
    expect(found.denied.byReason.some(({ reason }) => reason === 'scp lakeside-perimeter/Scp#Nothing')).toBe(true);
  });
});

test('the same templates give the same bytes', () => expect(JSON.stringify(look())).toBe(JSON.stringify(reach)));
