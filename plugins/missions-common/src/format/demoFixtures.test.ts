import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseDemoFixtures } from './demoFixtures';
import { parseMission } from './parseMission';

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';

describe('parseDemoFixtures', () => {
  it('reads every document, and which clusters get it', () => {
    const { fixtures, problems } = parseDemoFixtures(`---
# For the orbit.
${namespace}---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
  annotations: { mission-control.dev/demo-clusters: 'dev, staging', a: b }
data: { a: '1' }
---
`);
    expect(problems).toEqual([]);
    expect(fixtures).toEqual([
      {
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'shop' },
        },
      },
      {
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: 'settings',
            namespace: 'shop',
            annotations: { a: 'b' },
          },
          data: { a: '1' },
        },
        clusters: ['dev', 'staging'],
      },
    ]);
  });

  it.each([
    ['no object', '# nothing\n', 1, /holds 0 objects, expected 1 to 200/],
    ['too many objects', `${namespace}---\n`.repeat(201), 1, /holds 201/],
    ['broken YAML', `${namespace}---\nkind: [`, 5, /^YAML: /],
    ['a key twice', `${namespace}kind: Pod\n`, 4, /^YAML: Map keys must/],
    ['a list', `${namespace}---\n- a\n`, 5, /apiVersion, kind, metadata.name/],
    [
      'an object without a name',
      `${namespace}---\napiVersion: v1\nkind: Pod\n`,
      5,
      /is no Kubernetes object: metadata.name missing/,
    ],
    [
      'an annotation that names nobody',
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: a, annotations: { mission-control.dev/demo-clusters: "," } }',
      1,
      /of Namespace a names no cluster/,
    ],
  ])('takes nothing of a file with %s', (_, text, line, message) => {
    const { fixtures, problems } = parseDemoFixtures(text);
    expect(fixtures).toEqual([]);
    expect(problems[0]).toEqual(
      expect.objectContaining({
        code: 'MISSION_INVALID',
        line,
        message: expect.stringMatching(message),
        remedy: expect.any(String),
      }),
    );
  });

  it('refuses anchors that grow without end', () => {
    const bomb = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: { name: a }',
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...'bcdefg'
        .split('')
        .map(
          (name, index) =>
            `${name}: &${name} [${Array(10)
              .fill(`*${'abcdef'[index]}`)
              .join(', ')}]`,
        ),
    ].join('\n');
    const { fixtures, problems } = parseDemoFixtures(bomb);
    expect(fixtures).toEqual([]);
    expect(problems[0].message).toMatch(/The YAML cannot be read: .*alias/);
  });
});

describe('the fixtures of the missions of this repository', () => {
  const root = resolve(__dirname, '../../../../missions');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const named = files
    .filter(file => file.endsWith('mission.yaml'))
    .flatMap(file => {
      const { mission } = parseMission(readFileSync(join(root, file), 'utf8'), {
        source: 'repository',
        location: file,
      });
      const path = mission?.spec.demo?.fixtures;
      return path ? [join(dirname(file), path)] : [];
    });

  it('are all named by a mission', () => {
    expect(named).toContain('orbit/resource-limits/demo/cluster.yaml');
    expect(
      files.filter(file => /\/demo\/.*\.ya?ml$/.test(file)).sort(),
    ).toEqual([...named].sort());
  });

  it.each(named)('%s can be read', file => {
    const { fixtures, problems } = parseDemoFixtures(
      readFileSync(join(root, file), 'utf8'),
    );
    expect(problems).toEqual([]);
    expect(fixtures.length).toBeGreaterThan(0);
  });
});
