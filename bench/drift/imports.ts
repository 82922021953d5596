/** Which exports of the SDK a function's own files use, and a bundle's source of nothing but those. Pure. */

/** Names by package. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

const statement = /^import\s+\{([^}]*)\}\s+from\s+'(@aws-sdk\/[^']+)'/gm;

/** What files import from the SDK as values: types are gone before anything is bundled. */
export function sdkImports(texts: readonly string[]): Imports {
  const imports = new Map<string, Set<string>>();
  for (const text of texts)
    for (const [, names = '', specifier = ''] of text.matchAll(statement)) {
      const values = names
        .split(',')
        .map((name) => name.trim().replace(/\s+as\s+.*$/, ''))
        .filter((name) => name !== '' && !name.startsWith('type '));
      if (values.length > 0) imports.set(specifier, new Set([...(imports.get(specifier) ?? []), ...values]));
    }
  return imports;
}

/** A module of those names alone. Services share names of commands, so each gets one of its own. */
export function bareSource(imports: Imports): string {
  let count = 0;
  const aliased = (name: string) => {
    count += 1;
    return `${name} as bare${count}`;
  };
  return [...imports]
    .map(([from, names]) => `export { ${[...names].map(aliased).join(', ')} } from '${from}';\n`)
    .join('');
}
