/** Where records of the use of PHI go: trails, log groups and buckets of access logs. 45 CFR 164.312(b). Pure. */
import { at, records } from '../../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../../resources/template';
import { isKnown } from '../../resources/value';
import { meantBy } from './assets';
import type { FlowRecord, PracticeFlow } from './flow';
import { byId, word } from './look-up';

/** The trail tells of a store where one of its selectors names the beginning of its ARN. */
function toldByTrail(trail: TemplateResource, flows: readonly PracticeFlow[]): readonly string[] {
  const selectors = records(trail.properties, 'AdvancedEventSelectors');
  const fields = isKnown(selectors) ? JSON.stringify(selectors) : '';
  const begins = [...fields.matchAll(/"(?:arn:aws:s3:::|arn:aws:dynamodb:[^:]*:\d*:table\/)([^"]*)"/g)].map(
    (found) => found[1] ?? '',
  );
  return flows
    .flatMap(({ stores }) => stores)
    .filter(({ name }) => begins.some((begin) => !begin.endsWith('/') && name.startsWith(begin)))
    .map(({ id }) => id);
}

/** Ids of what is in the picture, by the log group or bucket that tells of it. */
function tellers(set: TemplateSet, flows: readonly PracticeFlow[]): ReadonlyMap<string, readonly string[]> {
  const drawn = new Set(flows.flatMap((flow) => [...flow.apis, ...flow.functions, ...flow.stores].map(({ id }) => id)));
  const found = new Map<string, string[]>();
  const tell = (where: string, id: string) => {
    if (where !== '' && drawn.has(id)) found.set(where, [...(found.get(where) ?? []), id]);
  };
  for (const stage of set.ofType('AWS::ApiGatewayV2::Stage')) {
    const group = word(stage, 'AccessLogSettings.DestinationArn').split(':log-group:')[1];
    tell(group ?? '', meantBy(word(stage, 'ApiId'), set));
  }
  for (const one of set.ofType('AWS::Lambda::Function')) {
    const group = set.target(at(one.properties, 'LoggingConfig.LogGroup'));
    if (group) tell(word(group, 'LogGroupName'), idOf(one));
  }
  for (const bucket of set.ofType('AWS::S3::Bucket'))
    tell(word(bucket, 'LoggingConfiguration.DestinationBucketName'), idOf(bucket));
  return found;
}

export function recordsOf(set: TemplateSet, flows: readonly PracticeFlow[]): readonly FlowRecord[] {
  const told = tellers(set, flows);
  const keepers = (type: string, property: string, kind: FlowRecord['kind']): readonly FlowRecord[] =>
    set.ofType(type).flatMap((resource) => {
      const name = word(resource, property);
      const of = told.get(name);
      return of === undefined ? [] : [{ id: idOf(resource), name, kind, of: [...of].sort() }];
    });
  const trails = set.ofType('AWS::CloudTrail::Trail').map((trail) => ({
    id: idOf(trail),
    name: word(trail, 'TrailName') || trail.logicalId,
    kind: 'trail' as const,
    of: toldByTrail(trail, flows),
  }));
  return [
    ...trails,
    ...keepers('AWS::Logs::LogGroup', 'LogGroupName', 'logs'),
    ...keepers('AWS::S3::Bucket', 'BucketName', 'bucket'),
  ].sort(byId);
}
