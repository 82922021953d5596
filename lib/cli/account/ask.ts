/** Asks a person before an account is changed. */
import { AsepsisError } from '../../errors';

/** Whether the answer is the one that is asked for. Tests give their own. */
export interface Ask {
  /** Yes or no. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** A word to be typed. */
  readonly typed: (question: string, word: string) => Promise<boolean>;
}

async function prompts() {
  if (!process.stdin.isTTY) {
    throw new AsepsisError('there is no terminal to ask on', {
      code: 'INPUT_INVALID',
      remedy: 'Give --yes to go on without a question. Nothing was changed.',
    });
  }
  return import('@clack/prompts');
}

export const askTerminal: Ask = {
  confirm: async (message) => (await (await prompts()).confirm({ message, initialValue: false })) === true,
  typed: async (message, word) => (await (await prompts()).text({ message, placeholder: word })) === word,
};
