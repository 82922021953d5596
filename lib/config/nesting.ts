/** How deep a YAML text is nested, found without recursion. Pure. */
import { Lexer, LineCounter, Parser } from 'yaml';

/** A configuration needs six levels; a parser that recurses runs out of stack, or of memory, at some thousands. */
export const deepestNesting = 32;

/** Where a text goes deeper than a configuration can, or undefined. It must be asked before the text is composed. */
export function tooDeepAt(text: string): { readonly line: number; readonly column: number } | undefined {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme)) {
      // The parser is only asked how far down it is.
    }
    if (parser.stack.length > deepestNesting) {
      const { col, line } = lines.linePos(offset);
      return { line, column: col };
    }
    offset = parser.offset;
  }
  return undefined;
}
