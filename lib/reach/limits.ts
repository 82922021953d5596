/** What a reader must know to weigh the tables: what is assumed, and what was not looked at. */

export const assumptions: readonly string[] = [
  'Every policy is read as of version 2012-10-17, with policy variables.',
  'A role is looked at in every session that its trust admits: with the practice of the store, with another, with none.',
  'What a caller picks (the object, a header, an item key) is allowed where one choice is found that is, denied where none can be.',
  'An administrator is a role that may do everything, has no boundary and is named by no policy; another account, anyone in it.',
  'The root user may do everything in its account that no policy of a resource or of AWS Organizations refuses; the policy of a bucket it may always replace (S3 API Reference, PutBucketPolicy).',
  "A role that AWS alone assumes (role/aws-service-role/*) acts by a policy of AWS's, which no template holds. Macie's is documented to read objects, and is in the tables; the others are taken to read no store.",
  'Policies of AWS Organizations count where a template declares them; FullAWSAccess is taken to stay attached.',
  'Grants of keys are in no template: they count where they were read live.',
  "Whether a service asks in its caller's name is decided by service: those not known to are taken to.",
  'Of a class of access that is allowed, actions that are not named are denied; reading and writing count only where the key gives what the store asks for.',
];

/** Of who could change who reaches PHI. */
export const escalationAssumptions: readonly string[] = [
  'What a role may do is what it is granted. The fixers of the drift loop and of containment are asked for by their functions with a session policy for one resource and a few actions: whoever runs other code in such a function is not bound by it.',
  'Who may rewrite the trust of a role can act as it, in whatever session. Who may rewrite the code or the configuration of a function acts as its role.',
  'What a function does with an event that somebody has made up, its code says, and whom a user pool admits, its accounts: what such a step leads to is undecided, as is a boundary that is exchanged for one that is not known.',
  'A stack keeps the role that CloudFormation last acted with (CloudFormation User Guide, "AWS CloudFormation service role"): who may update it acts as that role. That roles which CloudFormation may assume are those of every stack is assumed.',
  'Who may write the policy of a store lets in whom they like, themselves too, if they have its key or may write its policy too.',
  'A way that is told is the shortest; that there are others, its powers show.',
];

/** Where only the deployment's own templates are at hand. */
export const withoutBootstrap =
  'The roles of the bootstrap of the CDK, which deploy this and may change all of it: its templates were not at hand.';

/** What was not looked at. */
export const limits: readonly string[] = [
  'Access points, and Object Lambda: the policy of an access point lets nobody in whom the policy of the bucket refuses, but it is no store here.',
  'Indexes of tables, apart from their tables; a stream counts as a copy of its table, whether there is one or not.',
  'Copies that others keep: an export to a bucket or a stream that no template of this deployment declares, a backup outside of its vaults, a table or a bucket that somebody restores under another name than a restore test gives it.',
  'Memory, environment and temporary files of functions, and packets in the network.',
  'Passing a role to a service other than Lambda and CloudFormation, and what tags of a role (iam:TagRole), a policy of an endpoint (ec2:ModifyVpcEndpoint), a change set that somebody else executes and policies of AWS Organizations lead to: who has these powers is told, not what follows from them.',
  'Whoever controls an endpoint outside of AWS that people sign in at, the mailbox and the telephone of a person or of the root user, and the machine of an administrator.',
  'Roles and users of the account that no template here declares; of the bootstrap of the CDK, the roles in regions other than the deployment’s own.',
  "What AWS's own staff and services can do by AWS's own means: ask AWS Artifact.",
];
