import { LineCounter, visit, type Alias, type Document } from 'yaml';
import { parseYaml } from './parseYaml';
import type { FoundProblem } from './problem';
import { offsetsIn } from './yamlOffsets';

/** Bytes of a mission file. @public */
export const MAX_MISSION_BYTES = 1_048_576;
/** Uses of anchors; a bomb needs many. */
const MAX_ALIASES = 100;
const MAX_DEPTH = 50;
const MAX_NODES = 100_000;
/** Syntax errors that are listed; one slip often makes many. */
const MAX_SYNTAX_PROBLEMS = 20;

/** A place in the text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML text that was read. */
export interface YamlSource {
  /** The content as JSON; undefined when the text cannot be read. */
  readonly value?: unknown;
  readonly problems: (FoundProblem & { readonly place?: Place })[];
  /** Where the value (or key) of a problem stands. */
  locate(problem: FoundProblem): Place;
}

/** What to do about errors of the parser, by its codes. */
const REMEDIES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Remove one of the two keys.',
  TAB_AS_INDENT: 'Indent with spaces, not with tabs.',
  TAG_RESOLVE_FAILED: 'Remove the tag; a mission holds plain values only.',
  BAD_ALIAS: 'Write the value out, or define its anchor first.',
};

const START: Place = { line: 1, column: 1 };

/** Reads one YAML document within bounds. Never throws. */
export function readYaml(text: string): YamlSource {
  const tooLarge = sizeProblem(text);
  if (tooLarge) {
    return { problems: [tooLarge], locate: () => START };
  }
  try {
    return read(text);
  } catch (error) {
    // Recursion of the parser on absurd nesting, or an alias bomb.
    return error instanceof RangeError
      ? tooDeep()
      : unreadable(`The YAML cannot be read: ${(error as Error).message}`);
  }
}

function tooDeep(): YamlSource {
  return unreadable(`The YAML is nested deeper than ${MAX_DEPTH} levels`);
}

function unreadable(message: string): YamlSource {
  return {
    problems: [
      invalid(
        message,
        'Write the values out, with less nesting and without anchors.',
      ),
    ],
    locate: () => START,
  };
}

function read(text: string): YamlSource {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const documents = parseYaml(text, lines);
  const [document, second] = documents;
  if (!document || document.contents === null) {
    return {
      problems: [
        invalid(
          'The file is empty, expected a mission',
          'Begin with apiVersion: mission-control.dev/v1alpha1.',
        ),
      ],
      locate: () => START,
    };
  }
  // The parser lists its own exhaustion among the errors of the text.
  if (document.errors.some(error => error.code === 'RESOURCE_EXHAUSTION')) {
    return tooDeep();
  }
  const problems: YamlSource['problems'] = [];
  for (const error of [...document.errors, ...document.warnings].slice(
    0,
    MAX_SYNTAX_PROBLEMS,
  )) {
    problems.push({
      ...invalid(
        `YAML: ${error.message.replace(/\s+/g, ' ')}`,
        REMEDIES[error.code] ??
          'Correct the YAML at this place; check indentation and quotes.',
      ),
      place: place(error.pos[0]),
    });
  }
  if (second) {
    problems.push({
      ...invalid(
        `The file holds ${documents.length} YAML documents, expected exactly one`,
        'Move each mission into a file of its own.',
      ),
      place: place(second.range?.[0] ?? 0),
    });
  }
  const dangling = danglingAliases(document);
  if (dangling.length > 0) {
    return {
      problems: dangling.map(({ source, range }) => ({
        ...invalid(
          `YAML: the anchor of *${source} is not defined before it`,
          `Define &${source} at an earlier value, or write the value out.`,
        ),
        place: place(range?.[0] ?? 0),
      })),
      locate: () => START,
    };
  }
  const value = document.toJS({ maxAliasCount: MAX_ALIASES });
  problems.push(...boundProblems(value));
  const readable = document.errors.length === 0;
  const offsetOf = offsetsIn(document, text);
  return {
    value: readable ? value : undefined,
    problems,
    locate: problem => place(offsetOf(problem)),
  };
}

/** Uses of anchors that nothing before them defines. */
function danglingAliases(document: Document): Alias[] {
  const dangling: Alias[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Value(_key, { anchor }) {
      if (anchor) {
        anchors.add(anchor);
      }
    },
    Alias(_key, alias) {
      if (!anchors.has(alias.source)) {
        dangling.push(alias);
      }
    },
  });
  return dangling.slice(0, MAX_SYNTAX_PROBLEMS);
}

function sizeProblem(text: string): FoundProblem | undefined {
  const bytes =
    text.length > MAX_MISSION_BYTES
      ? text.length
      : new TextEncoder().encode(text).length;
  return bytes > MAX_MISSION_BYTES
    ? {
        code: 'PAYLOAD_TOO_LARGE',
        message: `The file is larger than ${MAX_MISSION_BYTES} bytes`,
        remedy: 'Make it smaller, or split it into several missions.',
        path: [],
      }
    : undefined;
}

/** Depth, count and numbers of the content. */
function boundProblems(root: unknown): FoundProblem[] {
  const problems: FoundProblem[] = [];
  const queue: { value: unknown; path: (string | number)[] }[] = [
    { value: root, path: [] },
  ];
  let nodes = 0;
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { value, path } = next;
    nodes += 1;
    if (nodes > MAX_NODES) {
      return [
        invalid(
          `The mission holds more than ${MAX_NODES} values`,
          'Make it smaller, or split it into several missions.',
        ),
      ];
    }
    if (path.length > MAX_DEPTH) {
      return [
        {
          ...invalid(
            `The value is nested deeper than ${MAX_DEPTH} levels`,
            'Flatten it.',
          ),
          path,
        },
      ];
    }
    if (
      typeof value === 'number' &&
      (!Number.isFinite(value) ||
        (Number.isInteger(value) && !Number.isSafeInteger(value)))
    ) {
      problems.push({
        ...invalid(
          `The number ${value} cannot be held exactly`,
          'Put it in quotes.',
        ),
        path,
      });
    } else if (Array.isArray(value)) {
      value.forEach((item, index) =>
        queue.push({ value: item, path: [...path, index] }),
      );
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        queue.push({ value: item, path: [...path, key] });
      }
    }
  }
  return problems;
}

function invalid(message: string, remedy: string): FoundProblem {
  return { code: 'MISSION_INVALID', message, remedy, path: [] };
}
