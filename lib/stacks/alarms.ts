/**
 * What a person is told at once, as data: EventBridge rules on events that AWS publishes for nothing, so that a trial has
 * them all. 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(6)(ii), 164.312(b).
 */
import { type Alarm, apiCall, calls } from './alarm';
import { copies, findings } from './alarm-findings';
import { weakenings } from './alarm-weakenings';
import type { Names } from './blueprint';

/** Who did what they should not, or weakened what watches. */
function misuse(names: Names): readonly Alarm[] {
  return [
    {
      id: 'RootUse',
      suffix: 'root-use',
      description: 'The root user of the account did something',
      pattern: {
        'detail-type': [apiCall, 'AWS Console Sign In via CloudTrail'],
        detail: { userIdentity: { type: ['Root'] } },
      },
    },
    {
      // People of an identity provider have their second factor there, and no MFAUsed here: IAM users alone are asked.
      id: 'SignInWithoutMfa',
      suffix: 'sign-in-without-mfa',
      description: 'An IAM user signed in to the console without a second factor',
      pattern: {
        source: ['aws.signin'],
        'detail-type': ['AWS Console Sign In via CloudTrail'],
        detail: {
          eventName: ['ConsoleLogin'],
          userIdentity: { type: ['IAMUser'] },
          additionalEventData: { MFAUsed: [{ 'anything-but': ['Yes'] }, { exists: false }] },
          responseElements: { ConsoleLogin: ['Success'] },
        },
      },
    },
    {
      // 45 CFR 164.312(a)(2)(ii): emergency access exists, and its use is never silent.
      id: 'BreakGlass',
      suffix: 'break-glass-used',
      description: 'The break-glass role was assumed',
      pattern: calls('aws.sts', ['AssumeRole'], { requestParameters: { roleArn: [names.breakGlassRoleArn] } }),
      readOnlyToo: true,
    },
  ];
}

/** Every alarm of a deployment. */
export const alarmsOf = (names: Names): readonly Alarm[] => [...misuse(names), ...weakenings, ...findings, ...copies];
