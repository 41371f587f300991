/** A piece of a string: text as it stands, or an expression. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: string;
      /** Where the expression begins in the string. */
      readonly offset: number;
    };

/** A template that cannot be split. */
export interface TemplateFault {
  readonly message: string;
  readonly offset: number;
}

const OPEN = '${{';
/** Expressions of one text: each is looked for in it when something is wrong. */
const MAX_EXPRESSIONS = 500;

/**
 * Splits a string at its `${{ expr }}`. A `}}` inside a CEL string or a CEL
 * map does not end the expression; `$${{` stands for a literal `${{`.
 */
export function splitTemplate(
  text: string,
): { parts: TemplatePart[] } | { fault: TemplateFault } {
  const parts: TemplatePart[] = [];
  let plain = '';
  let count = 0;
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf(OPEN, at);
    if (open === -1) {
      plain += text.slice(at);
      break;
    }
    if (open > at && text[open - 1] === '$') {
      plain += `${text.slice(at, open - 1)}${OPEN}`;
      at = open + OPEN.length;
      continue;
    }
    plain += text.slice(at, open);
    count += 1;
    if (count > MAX_EXPRESSIONS) {
      return {
        fault: {
          message: `more than ${MAX_EXPRESSIONS} \${{ }} in one text`,
          offset: open,
        },
      };
    }
    const start = open + OPEN.length;
    const end = endOfExpression(text, start);
    if (end === undefined) {
      return {
        fault: { message: 'a ${{ that no }} closes', offset: open },
      };
    }
    const raw = text.slice(start, end);
    if (raw.trim() === '') {
      return { fault: { message: 'an empty ${{ }}', offset: open } };
    }
    if (plain !== '') {
      parts.push({ kind: 'text', text: plain });
      plain = '';
    }
    parts.push({
      kind: 'expression',
      expression: raw.trim(),
      offset: start + (raw.length - raw.trimStart().length),
    });
    at = end + 2;
  }
  if (plain !== '' || parts.length === 0) {
    parts.push({ kind: 'text', text: plain });
  }
  return { parts };
}

/** Index of the `}}` that closes an expression, outside strings and maps. */
function endOfExpression(text: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === '"' || char === "'") {
      const raw = /[rR]/.test(text[at - 1] ?? '');
      at = endOfString(text, at, raw);
      continue;
    }
    if (char === '{') {
      depth += 1;
    } else if (char === '}') {
      if (depth === 0) {
        return text[at + 1] === '}' ? at : undefined;
      }
      depth -= 1;
    }
    at += 1;
  }
  return undefined;
}

function endOfString(text: string, start: number, raw: boolean): number {
  const quote = text[start];
  const fence = text.startsWith(quote.repeat(3), start)
    ? quote.repeat(3)
    : quote;
  let at = start + fence.length;
  while (at < text.length) {
    if (!raw && text[at] === '\\') {
      at += 2;
    } else if (text.startsWith(fence, at)) {
      return at + fence.length;
    } else {
      at += 1;
    }
  }
  return text.length;
}
