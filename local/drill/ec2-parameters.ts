/**
 * EC2's parameters as CloudTrail writes them, which is neither the SDK's way nor that of the other services. Its older
 * calls write lists as sets of items; its younger ones wrap what was sent and answered, as XML that became JSON.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Calls of the younger form, as real logs show it of `DeleteFlowLogs` and `EnableSerialConsoleAccess`. */
const younger =
  /^(Create|Delete|Modify)(CarrierGateway|EgressOnlyInternetGateway|FlowLogs|NatGateway|VpcBlockPublicAccess\w+|VpcEndpoint\w*)$|^ModifySecurityGroupRules$/;

/** Members whose name in CloudTrail is not the SDK's. */
const names: Readonly<Record<string, string>> = {
  Attribute: 'attributeType',
  Ipv6Ranges: 'ipv6Ranges',
  Return: '_return',
  SecurityGroupRules: 'securityGroupRuleSet',
  UserIdGroupPairs: 'groups',
};

/** Values that CloudTrail writes by the name of their constant. */
const values: Readonly<Record<string, string>> = { createVolumePermission: 'CREATE_VOLUME_PERMISSION' };

const lower = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const entriesOf = (fields: Fields): readonly (readonly [string, unknown])[] =>
  Object.entries(fields).filter(([key, value]) => key !== '$metadata' && value !== undefined);

/** The older form: `{ items: [...] }`, and `{}` where there are none. */
function items(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? {} : { items: value.map(items) };
  if (value instanceof Date) return value.getTime();
  if (!isFields(value)) return value;
  const written = (key: string, child: unknown) =>
    key === 'Attribute' && typeof child === 'string' ? (values[child] ?? child) : items(child);
  return Object.fromEntries(entriesOf(value).map(([key, child]) => [names[key] ?? lower(key), written(key, child)]));
}

/** One element of a list of the request, which bears its number. */
const tagged = (value: unknown, index: number): unknown =>
  isFields(value) ? { tag: index + 1, ...(sent(value) as Fields) } : { tag: index + 1, content: value };

/** The younger form of a request: names as they go over the wire, one element as itself and several as a list. */
function sent(value: unknown): unknown {
  if (!isFields(value)) return value;
  return Object.fromEntries(
    entriesOf(value).map(([key, child]) => {
      if (!Array.isArray(child)) return [key, sent(child)];
      const elements = child.map(tagged);
      return [key.replace(/s$/, ''), elements.length === 1 ? elements[0] : elements];
    }),
  );
}

/** The younger form of an answer. */
function answered(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (!isFields(value)) return value;
  return Object.fromEntries(
    entriesOf(value).map(([key, child]) => {
      if (!Array.isArray(child)) return [lower(key), answered(child)];
      const elements = child.map(answered);
      // AWS calls what failed by one word, with nothing in it where all went well.
      if (key === 'Unsuccessful' && elements.length === 0) return [lower(key), ''];
      return [
        `${lower(key).replace(/s$/, '')}Set`,
        elements.length === 0 ? '' : { item: elements.length === 1 ? elements[0] : elements },
      ];
    }),
  );
}

export function ec2Request(command: string, input: Fields): unknown {
  return younger.test(command) ? { [`${command}Request`]: sent(input) } : items(input);
}

export function ec2Response(command: string, output: Fields): unknown {
  return younger.test(command) ? { [`${command}Response`]: answered(output) } : items(output);
}
