import { visibleText, visibleValue } from '../../text';

const SPECIAL = /[\\`*_{}[\]<>#|~&!]/g;

/** Text of others as one line of Markdown in which nothing is a mark. */
export function plain(text: string): string {
  return visibleText(text)
    .trim()
    .replace(/\s*\n\s*/g, ' ')
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
 * nor line breaks can leave, in a table's cell too.
 */
export function codeSpan(text: string): string {
  const line = text.replace(/\r?\n/g, ' ⏎ ').replace(/\|/g, '\\|');
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

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length));
}
