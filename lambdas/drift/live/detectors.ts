/** GuardDuty, Security Hub, Access Analyzer and Macie, live. */
import {
  AccessAnalyzerClient,
  DeleteArchiveRuleCommand,
  GetAnalyzerCommand,
  paginateListArchiveRules,
} from '@aws-sdk/client-accessanalyzer';
import {
  type DetectorFeature,
  type FindingPublishingFrequency,
  GetDetectorCommand,
  GuardDutyClient,
  UpdateDetectorCommand,
  type UpdateDetectorCommandInput,
} from '@aws-sdk/client-guardduty';
import {
  EnableMacieCommand,
  type FindingPublishingFrequency as MacieFrequency,
  GetMacieSessionCommand,
  Macie2Client,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import {
  BatchDisableStandardsCommand,
  BatchEnableStandardsCommand,
  type ControlFindingGenerator,
  DescribeHubCommand,
  GetEnabledStandardsCommand,
  paginateGetEnabledStandards,
  SecurityHubClient,
  UpdateSecurityHubConfigurationCommand,
} from '@aws-sdk/client-securityhub';
import { type AnalyzerState, accessAnalyzer } from '../../../lib/resources/access-analyzer';
import { type DetectorState, guarddutyDetector, protectionPlans } from '../../../lib/resources/guardduty-detector';
import { type MacieState, macieSession } from '../../../lib/resources/macie-session';
import { type HubState, securityhubHub } from '../../../lib/resources/securityhub-hub';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive, type Put } from './live';
