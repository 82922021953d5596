/** What a request's context holds, by who asks, for what, from where. What the caller picks is open. */
import { type StoreAction, serviceOf, someOne } from './actions';
import type { Fact, Facts } from './context';
import type { Place } from './places';
import type { Principal } from './request';
import type { Store } from './stores';

/** Who asks, with the tags of the session. */
export interface Session {
  readonly principal: Principal;
  /** `aws:PrincipalTag/…` by key; what is not named is absent. */
  readonly tags: Readonly<Record<string, Fact>>;
  /** Whether a second factor may be given. @default unknown */
  readonly secondFactor?: Fact;
}

/** AWS Organizations, where there is one. */
export interface Organisation {
  readonly id: string;
}

function ofPrincipal({ principal, secondFactor, tags }: Session, organisation: Organisation | undefined): Facts {
  const { account, kind, name } = principal;
  const known = account !== undefined;
  const tagged = Object.entries(tags).map(([key, fact]) => [`aws:principaltag/${key.toLowerCase()}`, fact]);
  return {
    'aws:principalarn': known ? [name] : 'absent',
    'aws:principalaccount': known ? [account] : 'absent',
    'aws:principalorgid': !known ? 'absent' : organisation ? [organisation.id] : 'unknown',
    'aws:principalisawsservice': [String(kind === 'service')],
    'aws:principaltag/*': 'absent',
    ...Object.fromEntries(tagged),
    'aws:username': kind === 'user' ? [name.split('/').at(-1) ?? ''] : 'absent',
    'aws:multifactorauthpresent': secondFactor ?? 'unknown',
    'aws:multifactorauthage': secondFactor ?? 'unknown',
  };
}

/** Every caller may use TLS, and one who does not is no worse off than one who does. */
const transport: Facts = { 'aws:securetransport': ['true'], 's3:tlsversion': ['1.3'] };

/** Request parameters that the caller picks. */
const picked: Facts = {
  'aws:requesttag/*': 'open',
  'aws:tagkeys': 'open',
  's3:existingobjecttag/*': 'open',
  's3:requestobjecttag/*': 'open',
  's3:requestobjecttagkeys': 'open',
  's3:x-amz-server-side-encryption': 'open',
  's3:x-amz-server-side-encryption-aws-kms-key-id': 'open',
  's3:x-amz-server-side-encryption-customer-algorithm': 'open',
  's3:x-amz-acl': 'open',
  's3:x-amz-storage-class': 'open',
  's3:versionid': 'open',
  's3:prefix': 'open',
  's3:delimiter': 'open',
  's3:max-keys': 'open',
  's3:if-none-match': 'open',
  'dynamodb:leadingkeys': 'open',
  'dynamodb:attributes': 'open',
  'dynamodb:select': 'open',
  'dynamodb:returnvalues': 'open',
  'sns:protocol': 'open',
  'sns:endpoint': 'open',
};

/** A scan and a query of PartiQL without a key name no item. */
const withoutKeys = ['dynamodb:scan', 'dynamodb:exporttabletopointintime', 'dynamodb:createbackup'];

export const namesNoItem = (action: string): boolean => withoutKeys.includes(action.toLowerCase());

/** Resources whose own tags are condition keys; a bucket's are only where that was switched on, which is not known. */
function ofStore({ region, tags, type }: Store, account: string, organisation: Organisation | undefined): Facts {
  const own = Object.entries(tags).map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, [value]]);
  return {
    'aws:requestedregion': [region],
    'aws:resourceaccount': [account],
    's3:resourceaccount': [account],
    'aws:resourceorgid': organisation ? [organisation.id] : 'unknown',
    ...(type === 'bucket' ? {} : { 'aws:resourcetag/*': 'absent', ...Object.fromEntries(own) }),
  };
}

/** Whoever asks and whatever for. */
const always: Facts = { ...transport, ...picked, 'aws:sourcearn': 'absent', 'aws:sourceaccount': 'absent' };
const noKeys: Facts = { 'dynamodb:leadingkeys': 'absent' };

const made = new WeakMap<object, Facts>();

/** Made once for a session, and once for a store. */
function once(of: object, make: () => Facts): Facts {
  const known = made.get(of);
  if (known) return known;
  const facts = make();
  made.set(of, facts);
  return facts;
}

/** The context of an action on a store. */
export function contextOf(
  session: Session,
  store: Store,
  { action }: Pick<StoreAction, 'action'>,
  place: Pick<Place, 'context' | 'request'>,
  account: string,
  organisation: Organisation | undefined,
): readonly Facts[] {
  return [
    ...(place.request ? [place.request] : []),
    place.context,
    ...(namesNoItem(action) ? [noKeys] : []),
    ...(serviceOf(action) === 'kms' ? [directly] : []),
    once(session, () => ({ ...ofPrincipal(session, organisation), ...ofKey(session) })),
    once(store, () => ofStore(store, account, organisation)),
    always,
  ];
}

const ofKey = ({ principal }: Session): Facts => ({
  'kms:calleraccount': principal.account === undefined ? 'absent' : [principal.account],
  'kms:encryptioncontextkeys': 'open',
  'aws:sourceowner': principal.account === undefined ? 'absent' : [principal.account],
});

/** KMS asked without a service in between: the caller picks the encryption context, and no grant is for a service. */
const directly: Facts = {
  'kms:viaservice': 'absent',
  'kms:encryptioncontext/*': 'open',
  'kms:grantisforawsresource': ['false'],
};

/** Encryption context that a service gives to KMS. AWS KMS Developer Guide, "How AWS services use AWS KMS". */
function encryptionContext(store: Store): Facts {
  switch (store.type) {
    case 'bucket':
      return { 'kms:encryptioncontext:aws:s3:arn': [store.bucketKey ? store.arn : `${store.arn}/${someOne}`] };
    case 'table':
      return {
        'kms:encryptioncontext:aws:dynamodb:tablename': [store.arn.split('/').at(-1) ?? ''],
        'kms:encryptioncontext:aws:dynamodb:subscriberid': 'unknown',
      };
    default:
      return { 'kms:encryptioncontext/*': 'unknown' };
  }
}

/** KMS asked by the store's service in the caller's name. */
export function throughStore(store: Store): Facts {
  const service = store.arn.split(':')[2] ?? '';
  return {
    'kms:viaservice': [`${service}.${store.region}.amazonaws.com`],
    'kms:encryptioncontext/*': 'absent',
    ...encryptionContext(store),
    'kms:grantisforawsresource': ['true'],
    'aws:viaawsservice': ['true'],
    'aws:calledvia': [`${service}.amazonaws.com`],
    // Whether the network of the first call is passed on is not documented for every service.
    'aws:sourcevpc': 'unknown',
    'aws:sourcevpce': 'unknown',
    'aws:sourceip': 'unknown',
  };
}
