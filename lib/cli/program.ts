/**
 * The commands, one registration each. Exit codes are in `output.ts`. A command is loaded when it is asked for: whoever
 * checks a bundle offline waits for neither the CDK nor an SDK.
 */
import { Command, CommanderError } from 'commander';
import type { ApproverOptions } from './approver';
import type { BootstrapOptions } from './bootstrap';
import { localKeyFile } from './bundle/signers';
import type { CasesOptions } from './cases';
import type { CostOptions } from './cost';
import type { DownOptions } from './down';
import type { EvidenceOptions } from './evidence';
import { exitCodes, type Output, report, terminal } from './output';
import type { PerimeterOptions } from './perimeter';
import type { StartOptions } from './start';
import type { UndoOptions } from './undo';
import type { UpOptions } from './up';
import type { VerifyOptions } from './verify';

const defaultConfig = 'config/clinic.yaml';

/** Every command with its options. Nothing runs until it parses. */
export function buildProgram(output: Output): Command {
  const program = new Command('asepsis')
    .description('A zero-trust healthcare cloud, checked and shown.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    });
  const command = (name: string, description: string, example: string) =>
    program
      .command(name)
      .description(description)
      .option('--config <file>', 'configuration of the deployment', defaultConfig)
      .addHelpText('after', `\nExample:\n  npm run asepsis -- ${example}`);

  command(
    'init',
    'write a new configuration',
    'init --tier solo --name meadow --account 111122223333 --config config/meadow.yaml',
  )
    .option('--tier <tier>', 'solo, clinic or hospital')
    .option('--name <name>', 'name of the deployment')
    .option('--organisation <name>', 'who runs it')
    .option('--account <id>', 'AWS account id')
    .option('--region <region>', 'AWS region', 'us-east-1')
    .option('--contact <mail>', 'security and privacy contact')
    .option('--force', 'replace a file that exists', false)
    .action(async (options) => (await import('./init')).init(options, output));
  command('check', 'run the gates; exit 0 clean, 1 violations, 2 bad input', 'check --config config/hospital.yaml')
    .option('--without-cfn-guard', 'leave cfn-guard out, where it has no binary', false)
    .action(async ({ config, withoutCfnGuard }: { config: string; withoutCfnGuard: boolean }) =>
      (await import('./check')).check({ config, cfnGuard: !withoutCfnGuard }, output),
    );
  command('cost', 'what it costs a month; exit 1 over the budget', 'cost --config config/solo.yaml')
    .option('--json', 'print it as JSON and nothing else on stdout', false)
    .action(async (options: CostOptions) => (await import('./cost')).cost(options, output));
  command('start', 'check, deploy to the local cloud, sweep, read back, drill, summarize', 'start --keep')
    .option('--keep', 'leave the local cloud running and print its endpoints', false)
    .option('--json', 'print the summary as JSON and nothing else on stdout', false)
    .option('--no-drill', 'do not break every control')
    .option('--out <folder>', 'where the bundle of evidence goes', 'evidence')
    .action(async (options: StartOptions) => (await import('./start')).start(options, output));
  command(
    'drill',
    'break every control on the local cloud and see it put right; exit 1 if one falls short',
    'drill --only s3.bucket',
  )
    .option('--only <part>', 'only controls whose id contains this')
    .option('--out <file>', 'write the rows as JSON')
    .action(async (options: { config: string; only?: string; out?: string }) =>
      (await import('./drill')).drillCommand(options, output),
    );
  command('perimeter', 'write the data perimeter policies as files to attach', 'perimeter --out policies')
    .option('--out <folder>', 'where the files go', 'perimeter')
    .action(async (options: PerimeterOptions) => (await import('./perimeter')).perimeter(options, output));
  command(
    'preflight',
    'read the account: what a deploy would meet; exit 0 clean, 1 findings, 2 bad input, 3 AWS failed',
    'preflight --config config/hospital.yaml',
  ).action(async ({ config }: { config: string }) => (await import('./preflight')).preflight(config, output));
  command(
    'bootstrap',
    'confine the CDK’s roles to what this configuration needs',
    'bootstrap --config config/clinic.yaml',
  )
    .option('--print', 'print the template of the policies and change nothing', false)
    .option('--unlock-boundary', 'let the next deploy of production change the permissions boundary', false)
    .option('--yes', 'do not ask', false)
    .action(async (options: BootstrapOptions) => (await import('./bootstrap')).bootstrap(options, output));
  command('up', 'check, read the account, bootstrap it where needed, deploy', 'up --config config/clinic.yaml')
    .option('--yes', 'do not ask', false)
    .action(async (options: UpOptions) => (await import('./up')).up(options, output));
  command(
    'down',
    'tear a trial down to nothing; of production, say what it keeps and until when',
    'down --config config/clinic.yaml',
  )
    .option('--yes', 'do not ask', false)
    .action(async (options: DownOptions) => (await import('./down')).down(options, output));
  command('undo', 'take a fix of the drift loop back, and hold it so for a while', 'undo 20261124T202845123Z-1a2b3c4d')
    .argument('<record>', 'id of the record, as the message of the fix names it')
    .option('--hours <hours>', 'how long the loop leaves it alone', '24')
    .action(async (id: string, options: UndoOptions) => (await import('./undo')).undoCommand(id, options, output));
  command('explain', 'what a control asks, why, and what mends it', 'explain kms.key.rotation')
    .argument('<control>', 'control id')
    .action(async (id: string) => (await import('./explain')).explain(id, output));
  command(
    'evidence',
    'write what an auditor can check: page, OSCAL, findings, coverage, cost, manifest',
    'evidence --from-local --out evidence',
  )
    .option('--out <folder>', 'where the bundle goes; an older bundle there is replaced', 'evidence')
    .option('--from-local', 'deploy to a local cloud, read back and drill first', false)
    .option('--from-account', 'read a deployment that stands, and gather its archive of operating evidence', false)
    .option(
      '--period-from <day>',
      'with --from-account: first day, YYYY-MM-DD; twelve months before the last if absent',
    )
    .option('--period-to <day>', 'with --from-account: last day, YYYY-MM-DD; now if absent')
    .option('--older-key <file...>', 'with --from-account: public keys that signed before the deployment’s own')
    .option('--since <folder>', 'an older bundle: tells what changed in who can reach PHI')
    .option('--kms-key <id>', 'sign with this asymmetric key of KMS')
    .option('--key <file>', 'sign with this Ed25519 key', localKeyFile)
    .option('--json', 'print the summary as JSON and nothing else on stdout', false)
    .action(async (options: EvidenceOptions) => (await import('./evidence')).evidence(options, output));
  command('verify', 'check a bundle of evidence offline; exit 0 as signed, 1 otherwise, 2 no bundle', 'verify evidence')
    .argument('<folder>', 'what `asepsis evidence --out` wrote')
    .option('--fingerprint <sha256>', 'the key that you trust, got by another way')
    .action(async (folder: string, options: VerifyOptions) =>
      (await import('./verify')).verifyCommand(folder, options, output),
    );
  command('cases', 'what was contained, and what waits for a person', 'cases --all')
    .option('--all', 'also what is over', false)
    .action(async (options: CasesOptions) => (await import('./cases')).cases(options, output));
  const decisions = [
    [
      'approve',
      'let a containment that was asked go on; takes a second factor',
      async () => (await import('./approve')).approve,
    ],
    [
      'release',
      'take a containment back to what stood there before; takes a second factor',
      async () => (await import('./release')).release,
    ],
  ] as const;
  for (const [name, description, load] of decisions)
    command(name, description, `${name} case-0123456789ab --serial arn:aws:iam::111122223333:mfa/ann --code 123456`)
      .argument('<case>', 'id of the case, from the message or from `asepsis cases`')
      .option('--serial <arn>', 'your MFA device, where your credentials carry no second factor yet')
      .option('--code <digits>', 'its code')
      .action(async (id: string, options: ApproverOptions) => (await load())(id, options, output));
  return program;
}

/** Runs one command line and gives its exit code; nothing is thrown. */
export async function run(argv: readonly string[], output: Output = terminal): Promise<number> {
  try {
    await buildProgram(output).parseAsync([...argv]);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    return report(error, output);
  }
}
