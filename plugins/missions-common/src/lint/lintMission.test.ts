import { parse } from 'yaml';
import { lenientMission } from '../format/lenient';
import { lintMission, lintRules } from './lintMission';
import type { ActionFacts } from './rule';

const actions = new Map<string, ActionFacts>([
  ['kubernetes:apply', { effect: 'write', undo: true }],
  ['kubernetes:restart', { effect: 'write', undo: false }],
  ['kubernetes:job', { effect: 'write', undo: true }],
  ['core:sleep', { effect: 'read', undo: false }],
]);

/** A mission with a piece of `spec`; one without a type is proven by a check of its own. */
function missionOf(piece: string) {
  const spec = parse(piece);
  const checks = [{ id: 'proof', check: 'x:y' }];
  return lenientMission({ spec: spec.type ? spec : { checks, ...spec } });
}

/** Codes that the linter finds in a piece of `spec`. */
function codes(spec: string, level?: 'strict' | 'draft') {
  const mission = missionOf(spec);
  return lintMission(mission, { actions, level }).map(p => p.code);
}

const step = (input: string) =>
  `steps: [{ id: a, action: kubernetes:job, input: ${input} }]`;
const verify = (check: string) => `verify: [{ id: a, check: x:y, ${check} }]`;

describe.each(lintRules.map(rule => [rule.id, rule] as const))(
  'lint/%s',
  (id, rule) => {
    /** Examples may be a whole spec or a part of an input. */
    const asSpec = (example: string) =>
      /^(type|steps|verify|parameters):/.test(example)
        ? example
        : `steps:\n  - id: a\n    action: kubernetes:job\n    input:\n${example.replace(
            /^/gm,
            '      ',
          )}`;

    it('finds what its bad example shows', () => {
      expect(codes(asSpec(rule.bad))).toContain(`lint/${id}`);
    });

    it('accepts its good example', () => {
      expect(codes(asSpec(rule.good))).not.toContain(`lint/${id}`);
    });

    it('says what it demands, why, and how to repair it', () => {
      for (const text of [rule.demands, rule.because, rule.remedy]) {
        expect(text).toMatch(/^[A-Z].*\.$/s);
      }
    });
  },
);

describe('lintMission', () => {
  it.each<[string, string, string[]]>([
    [
      'a shell in a container',
      step('{ containers: [{ command: [/bin/bash, -ec, x] }] }'),
      ['lint/shell-string'],
    ],
    [
      'env before a shell',
      step('{ command: [/usr/bin/env, sh, -c, x] }'),
      ['lint/shell-string'],
    ],
    [
      'a command as one text',
      step('{ command: "kubectl get pods | wc" }'),
      ['lint/shell-string'],
    ],
    ['a program of one word', step('{ command: kubectl }'), []],
    [
      'a list that an expression yields',
      step("{ command: '${{ parameters.x }}' }"),
      [],
    ],
    [
      'a ConfigMap that mentions sh',
      step('{ data: { text: "sh -c is bad" } }'),
      [],
    ],
    ['the tag latest', step('{ image: "nginx:latest" }'), ['lint/unpinned']],
    [
      'no tag behind a port',
      step('{ image: "localhost:5000/nginx" }'),
      ['lint/unpinned'],
    ],
    ['a digest', step(`{ image: "nginx@sha256:${'a'.repeat(64)}" }`), []],
    [
      'a tag from a parameter',
      step("{ image: 'nginx:${{ parameters.tag }}' }"),
      [],
    ],
    [
      'an image from a parameter',
      step("{ image: '${{ parameters.image }}' }"),
      [],
    ],
    [
      'a manifest by address',
      step('{ manifest: "https://x.org/main/a.yaml" }'),
      ['lint/unpinned'],
    ],
    [
      'a manifest with digest',
      step(
        `{ manifest: { url: "https://x.org/a.yaml", digest: "sha256:${'a'.repeat(
          64,
        )}" } }`,
      ),
      [],
    ],
    [
      'a chart with a short digest',
      step('{ chart: { name: a, version: 1.2.3, digest: "sha256:abc" } }'),
      ['lint/unpinned'],
    ],
    [
      'a size that is never negative',
      verify('input: { expect: { json: "size(body.items) >= 0" } }'),
      ['lint/verify-cannot-fail'],
    ],
    [
      'an expectation of constants',
      verify('input: { expect: "1 < 2" }'),
      ['lint/verify-cannot-fail'],
    ],
    [
      'an expectation that is true in YAML',
      verify('input: { expect: true }'),
      ['lint/verify-cannot-fail'],
    ],
    [
      'an empty expectation',
      verify('input: { expect: {} }'),
      ['lint/verify-cannot-fail'],
    ],
    [
      'a value compared with itself',
      verify('input: { expect: "object.a == object.a" }'),
      ['lint/verify-cannot-fail'],
    ],
    [
      'a condition that is never true',
      verify('if: "false", input: { expect: "object.a == 1" }'),
      ['lint/no-outcome-check', 'lint/verify-cannot-fail'],
    ],
    [
      'a text that the answer contains',
      verify('input: { expect: { text: "true" } }'),
      [],
    ],
    [
      'an expectation of the object',
      verify('input: { expect: "object.a == 1" }'),
      [],
    ],
    [
      'a parameter in a condition',
      'parameters: { properties: { a: { type: boolean } } }\nverify: [{ id: a, check: x:y }, { id: b, check: x:y, if: parameters.a }]',
      [],
    ],
    [
      'a parameter in each',
      'parameters: { properties: { a: { type: array } } }\nsteps: [{ id: a, action: core:sleep, each: "${{ parameters.a }}" }]',
      [],
    ],
    [
      'parameters read as a whole',
      `parameters: { properties: { a: { type: string } } }\n${step(
        "{ all: '${{ parameters }}' }",
      )}`,
      [],
    ],
    [
      'a write with undo of its own',
      'steps: [{ id: a, action: kubernetes:restart, undo: { action: core:sleep } }]',
      [],
    ],
    [
      'one object in two roles',
      'steps: [{ id: a, role: x, action: kubernetes:apply, input: { objects: [{ apiVersion: v1, kind: A, metadata: { name: a } }] } }, { id: b, role: y, action: kubernetes:apply, input: { objects: [{ apiVersion: v1, kind: A, metadata: { name: a } }] } }]',
      [],
    ],
    [
      'one object in two versions of its group',
      'steps: [{ id: a, action: kubernetes:apply, input: { objects: [{ apiVersion: g/v1, kind: A, metadata: { name: a } }, { apiVersion: g/v2, kind: A, metadata: { name: a } }] } }]',
      ['lint/same-object-twice'],
    ],
    [
      'an outcome that is asked only sometimes',
      'type: fix\nverify: [{ id: a, check: x:y, if: parameters.a }]',
      ['lint/no-outcome-check'],
    ],
    [
      'an outcome that only a step looks at',
      'type: fix\nsteps: [{ id: a, action: core:sleep, verify: [{ check: x:y }] }]',
      ['lint/no-outcome-check'],
    ],
    [
      'a sequence of runs without clusters of its own',
      'type: sequence\nsteps: [{ id: a, action: mission:run }]',
      [],
    ],
    [
      'a sequence with clusters of its own that nobody looks at',
      'type: sequence\ntargets: {}\nsteps: [{ id: a, action: mission:run }]',
      ['lint/no-outcome-check'],
    ],
    [
      'an orbit without steps',
      'type: orbit\nchecks: [{ id: a, check: x:y }]',
      [],
    ],
  ])('judges %s', (_what, spec, expected) => {
    expect(codes(spec)).toEqual(expected);
  });

  it('makes pins of a draft open points that do not refuse it', () => {
    const mission = missionOf(step('{ chart: { name: a } }'));
    const found = lintMission(mission, { level: 'draft' });
    expect(found.map(p => [p.severity, p.openPoint])).toEqual([
      ['warning', true],
      ['warning', true],
    ]);
    expect(found[0].message).toMatch(/^Open point: /);
  });

  it('throws what a rule throws, unless the mission is a broken one', () => {
    const broken = { metadata: {}, spec: {} } as never;
    expect(() => lintMission(broken)).toThrow(TypeError);
    expect(lintMission(broken, { lenient: true })).toEqual([]);
  });
});
