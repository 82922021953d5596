/** The prefix list of S3 in a region: what a closed security group lets out to the S3 gateway endpoint. */
import { SafeguardError } from '../errors';

/**
 * AWS's ids, fixed for each region. CloudFormation offers no attribute for them, and a lookup at synth would need
 * credentials. `aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.REGION.s3`
 */
const s3PrefixLists: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'pl-61a54008',
  'ap-northeast-2': 'pl-78a54011',
  'ap-south-1': 'pl-78a54011',
  'ap-southeast-1': 'pl-6fa54006',
  'ap-southeast-2': 'pl-6ca54005',
  'ca-central-1': 'pl-7da54014',
  'eu-central-1': 'pl-6ea54007',
  'eu-north-1': 'pl-c3aa4faa',
  'eu-west-1': 'pl-6da54004',
  'eu-west-2': 'pl-7ca54015',
  'eu-west-3': 'pl-23ad484a',
  'sa-east-1': 'pl-6aa54003',
  'us-east-1': 'pl-63a5400a',
  'us-east-2': 'pl-7ba54012',
  'us-west-1': 'pl-6ba54002',
  'us-west-2': 'pl-68a54001',
};

/**
 * @throws SafeguardError for a region whose list is not known here: the alternative would be a way out to anywhere
 */
export function s3PrefixListOf(region: string): string {
  const id = s3PrefixLists[region];
  if (!id) {
    throw new SafeguardError(
      'lib/constructs/s3-prefix-list.ts',
      `the region ${region}`,
      Object.keys(s3PrefixLists).join(', '),
      'Ask AWS for the id with the command in that file, and add it there.',
    );
  }
  return id;
}
