import { LineCounter, type Document } from 'yaml';
import { parseYaml } from './parseYaml';
import type { MissionFileProblem } from './problem';

/** Names the demo clusters that get an object; without it all of them do. */
const CLUSTERS_ANNOTATION = 'mission-control.dev/demo-clusters';
/** Objects of one file. */
const MAX_OBJECTS = 200;
/** Uses of anchors; a bomb needs many. */
const MAX_ALIASES = 100;
/** Syntax errors that are listed; one slip often makes many. */
const MAX_PROBLEMS = 20;

/** A Kubernetes object that a mission needs on demo clusters. @public */
export interface DemoFixture {
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly [key: string]: any };
    readonly [key: string]: any;
  };
  /** The demo clusters that get it; absent: all. */
  readonly clusters?: readonly string[];
}

/** What is wrong with a file of fixtures, and where. @public */
export type DemoFixtureProblem = Pick<
  MissionFileProblem,
  'code' | 'message' | 'remedy' | 'line' | 'column'
>;

/** @public */
export interface ParsedDemoFixtures {
  /** In the order of the file; none when there is a problem. */
  readonly fixtures: DemoFixture[];
  readonly problems: DemoFixtureProblem[];
}

type Report = (message: string, remedy: string) => void;

/**
 * Reads the file that `spec.demo.fixtures` names: YAML documents, each a
 * Kubernetes object. Never throws for bad content.
 * @public
 */
export function parseDemoFixtures(text: string): ParsedDemoFixtures {
  const problems: DemoFixtureProblem[] = [];
  let fixtures: DemoFixture[] = [];
  try {
    fixtures = read(text, problems);
  } catch (error) {
    problems.push({
      code: 'MISSION_INVALID',
      message: `The YAML cannot be read: ${(error as Error).message}`,
      remedy: 'Write the values out, with less nesting and without anchors.',
    });
  }
  return problems.length > 0
    ? { fixtures: [], problems: problems.slice(0, MAX_PROBLEMS) }
    : { fixtures, problems };
}

function read(text: string, problems: DemoFixtureProblem[]): DemoFixture[] {
  const lines = new LineCounter();
  const reportAt =
    (offset: number): Report =>
    (message, remedy) => {
      const { line, col } = lines.linePos(offset);
      problems.push({
        code: 'MISSION_INVALID',
        message,
        remedy,
        line: Math.max(1, line),
        column: Math.max(1, col),
      });
    };
  const documents = parseYaml(text, lines).filter(
    document => document.errors.length > 0 || !isEmpty(document),
  );
  for (const error of documents.flatMap(document => document.errors)) {
    reportAt(error.pos[0])(
      `YAML: ${error.message.replace(/\s+/g, ' ')}`,
      'Correct the YAML at this place; check indentation and quotes.',
    );
  }
  if (problems.length > 0) {
    return [];
  }
  if (documents.length === 0 || documents.length > MAX_OBJECTS) {
    reportAt(0)(
      `The file holds ${documents.length} objects, expected 1 to ${MAX_OBJECTS}`,
      'Write each Kubernetes object as a document of its own, between lines of ---.',
    );
    return [];
  }
  return documents.flatMap(document => {
    const report = reportAt(document.contents?.range?.[0] ?? 0);
    const fixture = toFixture(
      document.toJS({ maxAliasCount: MAX_ALIASES }),
      report,
    );
    return fixture ? [fixture] : [];
  });
}

function isEmpty({ contents }: Document): boolean {
  return (
    contents === null ||
    ('value' in contents && (contents as { value: unknown }).value === null)
  );
}

function toFixture(value: unknown, report: Report): DemoFixture | undefined {
  const object = asMap(value);
  const metadata = asMap(object.metadata);
  const missing = [
    ['apiVersion', object.apiVersion],
    ['kind', object.kind],
    ['metadata.name', metadata.name],
  ].filter(([, text]) => typeof text !== 'string' || text === '');
  if (missing.length > 0) {
    report(
      `A document is no Kubernetes object: ${missing
        .map(([name]) => name)
        .join(', ')} missing`,
      'Give it apiVersion, kind and metadata.name.',
    );
    return undefined;
  }
  const { [CLUSTERS_ANNOTATION]: chosen, ...annotations } = asMap(
    metadata.annotations,
  );
  const clusters =
    typeof chosen === 'string'
      ? chosen
          .split(',')
          .map(name => name.trim())
          .filter(Boolean)
      : [];
  if (chosen !== undefined && clusters.length === 0) {
    report(
      `The annotation ${CLUSTERS_ANNOTATION} of ${object.kind} ${metadata.name} names no cluster`,
      'Name demo clusters, such as dev,staging, or remove it for all of them.',
    );
    return undefined;
  }
  const { annotations: _, ...rest } = metadata;
  return {
    object: {
      ...object,
      metadata: {
        ...rest,
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
    } as unknown as DemoFixture['object'],
    ...(clusters.length > 0 && { clusters }),
  };
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
