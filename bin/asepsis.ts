#!/usr/bin/env -S npx tsx
/** The command line: `npm run asepsis -- <command>`. */
import { run } from '../lib/cli/program';

void run(process.argv).then((code) => {
  process.exitCode = code;
});
