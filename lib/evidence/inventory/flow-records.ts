/** Where records of the use of PHI go: trails, log groups and buckets of access logs. 45 CFR 164.312(b). Pure. */
import { at, records } from '../../resources/read';
import type { TemplateResource, TemplateSet } from '../../resources/template';
import { isKnown } from '../../resources/value';
import { idOf, meantBy } from './assets';
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

export function recordsOf(set: TemplateSet, flows: readonly PracticeFlow[]): readonly FlowRecord[] {
  const trails = set.ofType('AWS::CloudTrail::Trail').map((trail) => ({
    id: idOf(trail),
    name: word(trail, 'TrailName') || trail.logicalId,
    kind: 'trail' as const,
    of: toldByTrail(trail, flows),
  }));
  const groups = set.ofType('AWS::Logs::LogGroup').flatMap((group) => {
    const name = word(group, 'LogGroupName');
    const of = [
      ...set
        .ofType('AWS::ApiGatewayV2::Stage')
        .filter((stage) => word(stage, 'AccessLogSettings.DestinationArn').endsWith(`:${name}`))
        .map(({ properties }) => meantBy(String(properties.ApiId), set)),
      ...set
        .ofType('AWS::Lambda::Function')
        .filter(({ properties }) => set.target(at(properties, 'LoggingConfig.LogGroup')) === group)
        .map(idOf),
    ].filter((id) => flows.some(({ apis, functions }) => [...apis, ...functions].some((one) => one.id === id)));
    return of.length === 0 ? [] : [{ id: idOf(group), name, kind: 'logs' as const, of: of.sort() }];
  });
  const buckets = set.ofType('AWS::S3::Bucket').flatMap((bucket) => {
    const name = word(bucket, 'BucketName');
    const of = set
      .ofType('AWS::S3::Bucket')
      .filter((one) => name !== '' && word(one, 'LoggingConfiguration.DestinationBucketName') === name)
      .map(idOf);
    const told = of.filter((id) => flows.some(({ stores }) => stores.some((store) => store.id === id)));
    return told.length === 0 ? [] : [{ id: idOf(bucket), name, kind: 'bucket' as const, of: told.sort() }];
  });
  return [...trails, ...groups, ...buckets].sort(byId);
}
