import fc, { type Arbitrary } from 'fast-check';
import type { Attack } from './HostileCluster';

/** Where a path leads that nobody should have asked for. */
export const ELSEWHERE = 'elsewhere';

const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

/** Names that are none. */
const names: Arbitrary<unknown> = fc.constantFrom<unknown>(
  ...['..', '.', `../../api/v1/${ELSEWHERE}`, `a/b/${ELSEWHERE}`, '%2e%2e'],
  ...['', ' ', 'a b', 'a?b', 'a#b', '\u0000', 'a\nb', '\u202e', '\ud800'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Gadget'],
  ...['x'.repeat(100_000), null, 0, {}, [], { toString: 1 }],
);
const version = (name: unknown) => ({ name, served: true, storage: true });
const nested = JSON.parse(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`);

/** What stands in the place of a list. */
const lists: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, {}, 'x', 0, [null], ['v1'], [[]], [{}], nested],
    many(10_000, index => version(`v${index}`)),
    many(300, () => version('v1')),
  ),
  names.map(name => [version('v1'), version(name)]),
);

/** What stands in the place of conditions. */
const conditions: Arbitrary<unknown> = fc.oneof(
  lists,
  fc
    .tuple(
      fc.constantFrom('Established', 'NamesAccepted', 'Ready', 'Stalled'),
      fc.constantFrom<unknown>('True', 'False', 'x', null, {}, { toString: 1 }),
      fc.oneof(names, fc.constant('x'.repeat(1_000_000))),
    )
    .map(([type, status, said]) => [
      {
        type,
        status,
        message: said,
        reason: said,
        lastTransitionTime: said,
        observedGeneration: said,
      },
    ]),
);

/** Owners of an object: itself in a circle, very many, and such that are no objects. */
const owners: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>('itself', null, {}, [null], nested),
  fc
    .tuple(fc.constantFrom(1, 2_000), names, names, names)
    .map(([count, apiVersion, kind, name]) =>
      many(count, index => ({
        apiVersion,
        kind,
        name,
        uid: `uid-${index}`,
        controller: true,
      })),
    ),
);

/** One thing that is strange, by where it stands, and where it is put. */
export type DefinitionFlaw = readonly [
  where:
    | 'group'
    | 'kind'
    | 'plural'
    | 'versions'
    | 'conditions'
    | 'owners'
    | 'name'
    | 'status'
    | 'served group'
    | 'served plural'
    | 'served kind'
    | 'same kind again',
  what: unknown,
];

const of = (where: DefinitionFlaw[0], what: Arbitrary<unknown>) =>
  what.map((flaw): DefinitionFlaw => [where, flaw]);

/** Strange content of definitions, of what is served, and of custom resources. */
export const definitionFlaws: Arbitrary<DefinitionFlaw> = fc.oneof(
  of('group', names),
  of('kind', names),
  of('plural', names),
  of('versions', lists),
  of('conditions', conditions),
  of('owners', owners),
  of('name', names),
  of('status', lists),
  of('served group', names),
  of('served plural', names),
  of('served kind', names),
  of('same kind again', fc.constant('gizmos')),
);

const DISCOVERED: readonly DefinitionFlaw[0][] = [
  'served plural',
  'served kind',
  'same kind again',
];

/** Puts it into each answer that has such a place. */
export function definitionAttack([where, flaw]: DefinitionFlaw): Attack {
  return ({ path, body }) => {
    const copy = structuredClone(body);
    putIntoDiscovery(copy, path, where, flaw);
    for (const item of copy?.items ?? [copy]) {
      putIntoObject(item, where, flaw);
    }
    return { body: copy };
  };
}

function putIntoObject(
  item: any,
  where: DefinitionFlaw[0],
  flaw: unknown,
): void {
  const spec = item?.spec?.versions && item.spec;
  const metadata = item?.metadata?.uid && item.metadata;
  if (spec && where === 'group') {
    spec.group = flaw;
  } else if (spec && where === 'versions') {
    spec.versions = flaw;
  } else if (spec && (where === 'kind' || where === 'plural')) {
    spec.names[where] = flaw;
  } else if (metadata && where === 'name') {
    metadata.name = flaw;
  } else if (metadata && where === 'owners') {
    metadata.ownerReferences =
      flaw === 'itself'
        ? [{ apiVersion: 'v1', kind: 'A', name: 'a', uid: metadata.uid }]
        : flaw;
  } else if (metadata && where === 'conditions') {
    item.status = { ...item.status, conditions: flaw };
  } else if (metadata && where === 'status') {
    item.status = flaw;
  }
}

function putIntoDiscovery(
  copy: any,
  path: string,
  where: DefinitionFlaw[0],
  flaw: unknown,
): void {
  if (path === '/apis' && where === 'served group') {
    const versions = [{ groupVersion: flaw, version: 'v1' }];
    copy.groups = [{ name: 'x', versions }, ...copy.groups];
  } else if (Array.isArray(copy?.resources) && DISCOVERED.includes(where)) {
    const resource = {
      name: 'gizmos',
      kind: 'Gizmo',
      namespaced: true,
      verbs: ['get', 'list', 'delete'],
      ...(where === 'served plural' && { name: flaw }),
      ...(where === 'served kind' && { kind: flaw }),
      ...(where === 'same kind again' && { name: flaw, kind: 'Gadget' }),
    };
    copy.resources = [resource, ...copy.resources, resource];
  }
}
