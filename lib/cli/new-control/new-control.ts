/** `npm run new:control`: asks, or takes flags, and writes a control that fails until a person has said what must hold. */
import { Command, CommanderError } from 'commander';
import { AsepsisError } from '../../errors';
import { exitCodes, type Output, report, terminal } from '../output';
import type { Answers } from './answers';
import { catalogueOf } from './catalogue';
import { writeControl } from './write';

/** What commander gives: what was not said is not there. */
type Flags = Partial<Answers>;

const questions = {
  kind: 'Kind of resource (docs/controls.md has them all)?',
  name: 'Name of the control, the last part of its id?',
  title: 'What holds, in one sentence?',
  hipaa: 'Paragraphs of 45 CFR, with spaces between?',
  owned: 'Owned paths that it asks something of, with spaces between?',
  brokenBy: 'Calls that can break it, as CloudTrail names them, with spaces between?',
  remedy: 'How is it mended in a template?',
  fix: 'At drift: enforce, observe or none?',
} as const;

const lists: ReadonlySet<string> = new Set(['hipaa', 'owned', 'brokenBy', 'permissions']);

/** What depends on the fix is asked for after it. */
const questionOf = ({ fix, permissions, reason }: Flags): readonly (readonly [keyof Flags, string])[] => {
  if (fix === 'enforce')
    return permissions ? [] : [['permissions', 'IAM actions of reading it and putting it back, with spaces between?']];
  return reason === undefined ? [['reason', 'Why is it not put back?']] : [];
};

type Ask = (message: string) => Promise<unknown>;

async function terminalAsk(): Promise<Ask> {
  const { text } = await import('@clack/prompts');
  return (message) => text({ message });
}

/** Asks for what the flags left open. @throws AsepsisError where a person ends it */
async function complete(flags: Flags, ask: Ask): Promise<Flags> {
  const answers: Record<string, unknown> = { ...flags };
  const answer = async (key: string, question: string) => {
    const said = await ask(question);
    if (typeof said !== 'string')
      throw new AsepsisError('cancelled', { code: 'INPUT_INVALID', remedy: 'Nothing was written.' });
    answers[key] = lists.has(key) ? said.split(/[\s,]+/).filter((one) => one !== '') : said;
  };
  for (const [key, question] of Object.entries(questions)) if (answers[key] === undefined) await answer(key, question);
  for (const [key, question] of questionOf(answers)) await answer(key, question);
  return answers;
}

/** Without anybody to ask, what is missing is a problem among the others. */
const filled = (flags: Flags): Answers => ({
  kind: '',
  name: '',
  title: '',
  hipaa: [],
  severity: 'medium',
  owned: [],
  brokenBy: [],
  remedy: '',
  fix: '',
  permissions: [],
  ...flags,
});

const next = `next:
  write evaluate, the cases and run, as their comments say
  npx jest --selectProjects=pure --testPathPatterns 'controls|drift'
  npm run docs
  npm run drill -- --only <id>`;

const example = `Example:
  npm run new:control -- --kind sqs.queue --name retention --hipaa '164.312(b)' --owned retentionSeconds \\
    --title 'Queues keep what they hold for four days or longer' --remedy 'Set MessageRetentionPeriod.' \\
    --broken-by sqs:SetQueueAttributes --fix enforce --permissions sqs:GetQueueAttributes sqs:SetQueueAttributes`;

function programOf(root: string, output: Output, ask: Ask | undefined): Command {
  return new Command('new:control')
    .description('Writes a new control with its cases and its break, in folders of your own.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text.trimEnd()), writeErr: (text) => output.err(text.trimEnd()) })
    .option('--kind <kind>', 'kind of resource')
    .option('--name <name>', 'last part of the id')
    .option('--title <sentence>', 'what holds')
    .option('--hipaa <paragraphs...>', 'paragraphs of 45 CFR')
    .option('--severity <severity>', 'critical, high, medium or low; medium where it is not said')
    .option('--owned <paths...>', 'owned paths of the kind')
    .option('--broken-by <calls...>', 'calls that can break it, as CloudTrail names them')
    .option('--remedy <sentence>', 'how it is mended in a template')
    .option('--fix <mode>', 'enforce, observe or none')
    .option('--reason <sentence>', 'why it is not put back, for observe and none')
    .option('--permissions <actions...>', 'IAM actions, for enforce')
    .option('--config-rule <rule>', "rule of AWS's HIPAA conformance pack that checks the same")
    .addHelpText('after', `\n${example}`)
    .action(async (flags: Flags) => {
      const answers = filled(ask ? await complete(flags, ask) : flags);
      const files = writeControl(root, answers, await catalogueOf(root));
      output.out(
        `${files.map((file) => `wrote ${file}`).join('\n')}\n${next.replace('<id>', `${answers.kind}.${answers.name}`)}`,
      );
    });
}

/**
 * Runs one command line and gives its exit code; nothing is thrown.
 *
 * @param root the folder of the repository
 * @param ask who answers what the flags leave open. @default whoever sits at the terminal, if anybody does
 */
export async function newControl(
  argv: readonly string[],
  root: string,
  output: Output = terminal,
  ask?: Ask,
): Promise<number> {
  try {
    const asked = ask ?? (process.stdin.isTTY ? await terminalAsk() : undefined);
    await programOf(root, output, asked).parseAsync([...argv]);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    return report(error, output);
  }
}
