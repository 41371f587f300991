import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluate } from '../expressions';
import { parseMission } from '../format/parseMission';
import type { MissionDefinition } from '../format/schema';
import { missionTouches } from './touches';

const WRITES = ['create', 'patch', 'update', 'delete'];
const root = resolve(__dirname, '../../../../missions');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  file => file.endsWith('mission.yaml'),
);

function read(file: string): MissionDefinition {
  const text = readFileSync(join(root, file), 'utf8');
  return parseMission(text, { source: 'repository', location: file }).mission!;
}

/** What its steps write, as `verb apiVersion/Kind`; kinds that it defines itself cannot be asked for. */
function written(mission: MissionDefinition): string[] {
  const defined = JSON.stringify(mission.spec.steps);
  return missionTouches(mission, new Map()).flatMap(touch =>
    defined.includes(`"names":{"kind":"${touch.kind}"`)
      ? []
      : touch.verbs
          .filter(verb => WRITES.includes(verb))
          .map(verb => `${verb} ${touch.apiVersion}/${touch.kind}`),
  );
}

/** What its checks of permissions ask for. */
function asked(mission: MissionDefinition): string[] {
  return mission.spec.preflight
    .filter(({ check }) => check === 'kubernetes:permission')
    .flatMap(({ input }) => input?.rules as Rule[])
    .flatMap(({ apiVersion, kind, verbs }) =>
      verbs.map(verb => `${verb} ${apiVersion}/${kind}`),
    );
}

interface Secret {
  kind: string;
  stringData?: { token: string };
}

interface Rule {
  apiVersion: string;
  kind: string;
  verbs: string[];
}

describe('the missions of this repository', () => {
  it.each(files)('%s asks for the right to all that it writes', file => {
    const mission = read(file);
    expect(asked(mission)).toEqual(expect.arrayContaining(written(mission)));
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
