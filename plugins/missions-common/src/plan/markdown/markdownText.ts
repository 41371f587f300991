import { visibleText, visibleValue } from '../../text';
import { codePoint } from '../../text/visibleText';

const SPECIAL = /[\\`*_{}[\]<>#|~&!]/g;
/** All backslashes before a pipe, tried once for each run of them, and the pipe. */
const PIPE = /(?<!\\)(\\*)\|/g;

/** Text of others as one line of Markdown in which nothing is a mark. */
export function plain(text: string): string {
  return visibleText(text)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join(' ')
    .replace(SPECIAL, mark => `\\${mark}`);
}

/** A value as a code span: texts as they are, other values as JSON. */
export function code(value: unknown): string {
  return codeSpan(
    typeof value === 'string'
      ? visibleValue(value)
      : visibleText(JSON.stringify(value)),
  );
}

/**
 * A text in which all can be seen, as a code span that neither backticks, pipes
 * nor line breaks can leave, in a table's cell too. With the backslash that
 * escapes it, a pipe ends a cell unless that makes an odd number of them; after
 * an odd number it is written out, as `visibleValue` does it.
 */
export function codeSpan(text: string): string {
  const line = text
    .replace(/\r?\n/g, ' ⏎ ')
    .replace(PIPE, (_match, slashes: string) =>
      slashes.length % 2 === 0
        ? `${slashes}\\|`
        : `${slashes}${slashes}${codePoint('|')}`,
    );
  if (line.trim() === '') {
    return '` `';
  }
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** Lines as a code block that no line of it can end. */
export function block(language: string, text: string): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [
    `${fence}${language}`,
    ...visibleText(text).trimEnd().split('\n'),
    fence,
  ];
}

/** A table; cells are Markdown already. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A table of facts, each with its name; those without a value are left out. */
export function factTable(
  facts: readonly (readonly [string, string | undefined])[],
): string[] {
  return table(
    ['', ''],
    facts.flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) {
    longest = Math.max(longest, run.length);
  }
  return longest;
}
