import { glyphsOf } from './glyphs';

/** A word, a number, a run of blanks, the end of a line, or another character. */
export interface Token {
  readonly text: string;
  /** Where it starts in the whole text, in UTF-16 units. */
  readonly at: number;
  /** Two tokens of the same look are seen as the same. */
  readonly look: string;
}

const UNDRAWN = String.raw`\p{M}\p{Default_Ignorable_Code_Point}`;
const TOKEN = new RegExp(
  [
    String.raw`[\p{Zs}\t]*\r?\n`,
    String.raw`[\p{Zs}\t]+`,
    String.raw`[\p{L}\p{Nl}][\p{L}\p{Nl}${UNDRAWN}]*`,
    String.raw`\p{N}[\p{N}${UNDRAWN}]*`,
    String.raw`[^][${UNDRAWN}]*`,
  ].join('|'),
  'gu',
);
const LEAD = /^[\p{Zs}\t\r\n]*/u;
const WHITE = /[\p{Zs}\t\r\n]/u;

/** The white space at the start and at the end of a text, each perhaps empty. */
export function edgesOf(text: string): { lead: Token; trail: Token } {
  const start = text.match(LEAD)![0].length;
  let end = text.length;
  while (end > start && WHITE.test(text[end - 1])) {
    end -= 1;
  }
  return {
    lead: { text: text.slice(0, start), at: 0, look: '' },
    trail: { text: text.slice(end), at: end, look: '' },
  };
}

/**
 * The tokens of a part of a text. Letters and digits are apart: a version is no
 * part of a name; Roman numerals look like letters.
 */
export function tokensOf(text: string, from: number, to: number): Token[] {
  return Array.from(text.slice(from, to).matchAll(TOKEN), match => ({
    text: match[0],
    at: from + match.index!,
    look: lookOf(match[0]),
  }));
}

function lookOf(token: string): string {
  if (token.endsWith('\n')) {
    return '\n';
  }
  return WHITE.test(token[0]) ? ' ' : glyphsOf(token);
}
