import { readOpenApi } from '../schema/openApi';
import { UNTYPED } from '../schema/node';
import { FieldSet } from './fieldSet';
import { encodeFieldsV1 } from './fieldsV1';
import { Manager, Managers } from './managers';
import { printPath } from './pathElement';
import { ApplyOutcome, applyTyped, updateTyped } from './updater';

const node = readOpenApi(
  {
    type: 'object',
    properties: {
      replicas: { type: 'integer' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      selector: {
        type: 'object',
        additionalProperties: { type: 'string' },
        'x-kubernetes-map-type': 'atomic',
      },
      args: { type: 'array', items: { type: 'string' } },
      finalizers: {
        type: 'array',
        items: { type: 'string' },
        'x-kubernetes-list-type': 'set',
      },
      ports: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['port', 'protocol'],
        items: {
          type: 'object',
          properties: {
            port: { type: 'integer' },
            protocol: { type: 'string', default: 'TCP' },
            name: { type: 'string' },
          },
        },
      },
    },
  },
  () => UNTYPED,
);

const TIME = '2026-01-01T00:00:00Z';
const who = (
  manager: string,
  operation: Manager['operation'] = 'Apply',
): Manager => ({ manager, operation, apiVersion: 'v1' });
const base = { node, reset: new FieldSet(), time: TIME };

/** Applies in turn, each on the outcome of the one before. */
function applyAll(
  ...steps: { by: string; applied: unknown; force?: boolean }[]
): ApplyOutcome {
  let live: unknown = {};
  let managers: Managers = new Map();
  let outcome: ApplyOutcome = { kind: 'applied', object: live, managers };
  for (const { by, applied, force = false } of steps) {
    outcome = applyTyped({
      ...base,
      live,
      managers,
      manager: who(by),
      applied,
      force,
    });
    if (outcome.kind === 'conflict') return outcome;
    ({ object: live, managers } = outcome);
  }
  return outcome;
}

const ownersOf = (outcome: ApplyOutcome) =>
  outcome.kind === 'applied'
    ? Object.fromEntries(
        [...outcome.managers.values()].map(item => [
          item.manager.manager,
          encodeFieldsV1(item.set),
        ]),
      )
    : {};
const objectOf = (outcome: ApplyOutcome) =>
  outcome.kind === 'applied' ? outcome.object : undefined;

describe('applyTyped', () => {
  it.each([
    [
      'a removed scalar',
      { replicas: 1, args: ['x'] },
      { args: ['x'] },
      { args: ['x'] },
    ],
    [
      'a removed map key',
      { labels: { a: '1', b: '2' } },
      { labels: { a: '1' } },
      { labels: { a: '1' } },
    ],
    [
      'a removed set item',
      { finalizers: ['a', 'b'] },
      { finalizers: ['b'] },
      { finalizers: ['b'] },
    ],
    [
      'a removed list item',
      { ports: [{ port: 1 }, { port: 2 }] },
      { ports: [{ port: 2 }] },
      { ports: [{ port: 2 }] },
    ],
    [
      'an atomic map as a whole',
      { selector: { a: '1' } },
      { selector: { b: '2' } },
      { selector: { b: '2' } },
    ],
    [
      'an atomic list as a whole',
      { args: ['a', 'b'] },
      { args: ['b'] },
      { args: ['b'] },
    ],
    ['everything', { replicas: 1, labels: { a: '1' } }, {}, {}],
  ])('takes away %s', (_what, first, second, expected) => {
    expect(
      objectOf(
        applyAll({ by: 'a', applied: first }, { by: 'a', applied: second }),
      ),
    ).toEqual(expected);
  });

  it('leaves what nobody owns', () => {
    const outcome = applyTyped({
      ...base,
      live: { replicas: 3 },
      managers: new Map(),
      manager: who('a'),
      applied: { labels: { x: '1' } },
      force: false,
    });
    expect(objectOf(outcome)).toEqual({ replicas: 3, labels: { x: '1' } });
  });

  it('keeps a subfield that another manager has in a list item it lets go', () => {
    const outcome = applyAll(
      { by: 'a', applied: { ports: [{ port: 1 }] } },
      { by: 'b', applied: { ports: [{ port: 1, name: 'http' }] } },
      { by: 'a', applied: {} },
    );
    expect(objectOf(outcome)).toEqual({ ports: [{ port: 1, name: 'http' }] });
  });

  it('takes the default of a key for a key that is not given', () => {
    const outcome = applyAll(
      { by: 'a', applied: { ports: [{ port: 1 }] } },
      {
        by: 'b',
        applied: { ports: [{ port: 1, protocol: 'TCP', name: 'x' }] },
      },
    );
    expect(Object.keys((ownersOf(outcome).b as any)['f:ports'])).toEqual([
      'k:{"port":1,"protocol":"TCP"}',
    ]);
  });

  it('names manager and path of each conflict', () => {
    const outcome = applyAll(
      { by: 'a', applied: { replicas: 1, ports: [{ port: 1, name: 'x' }] } },
      { by: 'b', applied: { replicas: 2, ports: [{ port: 1, name: 'y' }] } },
    );
    const conflicts = outcome.kind === 'conflict' ? outcome.conflicts : [];
    expect(
      conflicts.map(item => [item.manager.manager, printPath(item.path)]),
    ).toEqual([
      ['a', '.ports[port=1,protocol="TCP"].name'],
      ['a', '.replicas'],
    ]);
  });

  it('does not conflict over the same value, and both own it', () => {
    const outcome = applyAll(
      { by: 'a', applied: { replicas: 1 } },
      { by: 'b', applied: { replicas: 1 } },
    );
    expect(ownersOf(outcome)).toEqual({
      a: { 'f:replicas': {} },
      b: { 'f:replicas': {} },
    });
  });

  it('takes a field from its owner by force', () => {
    const outcome = applyAll(
      { by: 'a', applied: { replicas: 1, args: ['x'] } },
      { by: 'b', applied: { replicas: 2 }, force: true },
    );
    expect(ownersOf(outcome)).toEqual({
      a: { 'f:args': {} },
      b: { 'f:replicas': {} },
    });
  });

  it('is idempotent', () => {
    const step = {
      by: 'a',
      applied: {
        replicas: 1,
        labels: { a: '1' },
        ports: [{ port: 1 }],
        finalizers: ['x'],
      },
    };
    expect(applyAll(step, step)).toEqual(applyAll(step));
  });
});

describe('updateTyped', () => {
  const owned = (outcome: ApplyOutcome) =>
    outcome.kind === 'applied' ? outcome.managers : new Map();

  it('moves what changed to the updater', () => {
    const before = applyAll({ by: 'a', applied: { replicas: 1, args: ['x'] } });
    const managers = updateTyped({
      ...base,
      live: objectOf(before),
      changed: { replicas: 2, args: ['x'] },
      managers: owned(before),
      manager: who('u', 'Update'),
    });
    expect(
      [...managers.values()].map(item => [
        item.manager.manager,
        encodeFieldsV1(item.set),
      ]),
    ).toEqual([
      ['a', { 'f:args': {} }],
      ['u', { 'f:replicas': {} }],
    ]);
  });

  it('forgets what was removed, for everybody', () => {
    const before = applyAll({ by: 'a', applied: { replicas: 1 } });
    const managers = updateTyped({
      ...base,
      live: objectOf(before),
      changed: {},
      managers: owned(before),
      manager: who('u', 'Update'),
    });
    expect(managers.size).toBe(0);
  });

  it('changes nothing when nothing changed', () => {
    const before = applyAll({ by: 'a', applied: { replicas: 1 } });
    const managers = updateTyped({
      ...base,
      live: objectOf(before),
      changed: objectOf(before),
      managers: owned(before),
      manager: who('u', 'Update'),
    });
    expect(managers).toEqual(owned(before));
  });

  it('does not own what the endpoint does not write', () => {
    const reset = FieldSet.of(['f:replicas']);
    const managers = updateTyped({
      ...base,
      reset,
      live: {},
      changed: { replicas: 1, args: ['x'] },
      managers: new Map(),
      manager: who('u', 'Update'),
    });
    expect(
      [...managers.values()].map(item => encodeFieldsV1(item.set)),
    ).toEqual([{ 'f:args': {} }]);
  });
});
