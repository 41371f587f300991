import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluate } from '../expressions';
import { parseMission } from '../format/parseMission';
import type { MissionDefinition } from '../format/schema';
import { checkTouches, mergeTouches, stepTouches } from './touches';

const WRITES = ['create', 'patch', 'update', 'delete'];
const root = resolve(__dirname, '../../../../missions');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  file => file.endsWith('mission.yaml'),
);

function read(file: string): MissionDefinition {
  const text = readFileSync(join(root, file), 'utf8');
  return parseMission(text, { source: 'repository', location: file }).mission!;
}

/** What its steps write and undo takes back, as `verb apiVersion/Kind in namespace`. */
function written(mission: MissionDefinition): string[] {
  const touches = mission.spec.steps.flatMap(step =>
    stepTouches(step, new Map()),
  );
  return mergeTouches(touches).flatMap(touch =>
    touch.verbs
      .filter(verb => WRITES.includes(verb))
      .map(verb => right(verb, touch)),
  );
}

/** All that its steps and its proof ask for, in the same words. */
function reached(mission: MissionDefinition): string[] {
  const { steps, verify } = mission.spec;
  const touches = [
    ...steps.flatMap(step => stepTouches(step, new Map())),
    ...[...steps.flatMap(step => step.verify ?? []), ...verify].flatMap(
      checkTouches,
    ),
  ];
  return mergeTouches(touches).flatMap(touch =>
    touch.verbs.map(verb => right(verb, touch)),
  );
}

/** What its checks of permissions ask for. */
function asked(mission: MissionDefinition): string[] {
  return mission.spec.preflight
    .filter(({ check }) => check === 'kubernetes:permission')
    .flatMap(({ input }) => input?.rules as Rule[])
    .flatMap(rule =>
      rule.verbs.map(verb =>
        right(verb, {
          ...rule,
          kind: [rule.kind, rule.subresource].filter(Boolean).join('/'),
        }),
      ),
    );
}

function right(
  verb: string,
  { apiVersion, kind, namespace }: Omit<Rule, 'verbs'>,
): string {
  const where = namespace?.replace(/\$\{\{ parameters\.(\w+) \}\}/, '{$1}');
  return `${verb} ${apiVersion}/${kind} in ${where ?? 'the whole cluster'}`;
}

interface Secret {
  kind: string;
  stringData?: { token: string };
}

interface Rule {
  apiVersion?: string;
  kind: string;
  subresource?: string;
  namespace?: string;
  verbs: string[];
}

/** Whether only an expression knows of which kind an object is. */
function isMade(object: unknown): boolean {
  const { kind } = object as { kind?: string };
  return kind === undefined || kind.includes('${{');
}

describe('the missions of this repository', () => {
  it.each(files)('%s asks for the rights to write what it writes', file => {
    const mission = read(file);
    const writes = asked(mission).filter(text =>
      WRITES.includes(text.split(' ')[0]),
    );
    expect(writes.sort()).toEqual(written(mission).sort());
  });

  // A sequence has no cluster of its own; an orbit says what it could not look at.
  it.each(files.filter(file => !/^(sequence|orbit)/.test(file)))(
    '%s asks for the rights that its steps and its proof take',
    file => {
      const mission = read(file);
      expect(asked(mission)).toEqual(expect.arrayContaining(reached(mission)));
      expect(reached(mission).length).toBeGreaterThan(0);
    },
  );

  it('have steps that name what they write', () => {
    // What expressions make is not compared: such a step needs another test.
    const nameless = files.flatMap(file =>
      read(file).spec.steps.filter(
        ({ action, input }) =>
          /^kubernetes:(apply|patch|scale|restart|delete)$/.test(action) &&
          [input?.object ?? input?.objects].flat().some(isMade),
      ),
    );
    expect(nameless).toEqual([]);
  });

  it('has missions that write', () => {
    expect(files.flatMap(file => written(read(file))).length).toBeGreaterThan(
      10,
    );
  });

  it.each([
    [null, ''],
    ['sesame-open', 'sesame-open'],
  ])('a web application with the token %p gets %p', (apiToken, token) => {
    const { spec } = read('install/web-application/mission.yaml');
    const secret = (spec.steps[1].input?.objects as Secret[]).find(
      ({ kind }) => kind === 'Secret',
    );
    const scope = { parameters: { apiToken } };
    expect(evaluate(secret?.stringData?.token, scope)).toBe(token);
  });
});
