/** Where a text stops being JSON. */
export interface JsonFault {
  /** What stands there; empty where the text ends too early. */
  found: string;
  line: number;
  column: number;
}

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'after';

const BLANK = /[ \t\n\r]*/y;
const STRING =
  /"[ !\u0023-\u005b\u005d-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !\u0023-\u005b\u005d-\uffff]*)*"/y;
const PLAIN =
  /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const WORD = /[\w.+-]+/y;

/**
 * The first place at which a text is no JSON; undefined where it is. What
 * `JSON.parse` says of it differs by browser, and often names no place.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const token = pattern.exec(text)?.[0] ?? '';
    at += token.length;
    return token !== '';
  };
  for (;;) {
    take(BLANK);
    const here = text[at];
    if (here === undefined) {
      return expected === 'after' && open.length === 0
        ? undefined
        : faultAt(text, at);
    }
    const isValue = expected === 'value' || expected === 'valueOrEnd';
    const inside = open[open.length - 1];
    if (isValue && (here === '{' || here === '[')) {
      open.push(here);
      at += 1;
      expected = here === '{' ? 'keyOrEnd' : 'valueOrEnd';
    } else if (isValue && (take(STRING) || take(PLAIN))) {
      expected = 'after';
    } else if (expected.startsWith('key') && take(STRING)) {
      expected = 'colon';
    } else if (expected === 'colon' && here === ':') {
      at += 1;
      expected = 'value';
    } else if (expected === 'after' && inside && here === ',') {
      at += 1;
      expected = inside === '{' ? 'key' : 'value';
    } else if (
      (expected === 'after' || expected.endsWith('OrEnd')) &&
      here === (inside === '{' ? '}' : ']') &&
      inside
    ) {
      open.pop();
      at += 1;
      expected = 'after';
    } else {
      return faultAt(text, at);
    }
  }
}

function faultAt(text: string, at: number): JsonFault {
  const before = text.slice(0, at).split('\n');
  WORD.lastIndex = at;
  const found =
    WORD.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
  return {
    found: at < text.length ? found.slice(0, 20) : '',
    line: before.length,
    column: before[before.length - 1].length + 1,
  };
}
