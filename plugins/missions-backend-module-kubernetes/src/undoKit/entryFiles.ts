import {
  groupOf,
  withoutServerFields,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  UndoKitFile,
} from '@mission-control/plugin-missions-node';
import { entryKey, managedFieldsOf, sameJson } from '../objects';
import { ownersOf } from '../undo/goneOwners';
import { restoredObject } from '../undo/restored';
import { isSystemManager } from '../undo/systemManagers';
import { heldSections } from './heldSections';
import type { KitEntry } from './kitEntries';
import { ownerLines, wantedLines } from './ownerLines';
import { lineOf, patchBack, type PatchOperation } from './patchBack';

/** What the files of an entry need beside it. */
export interface EntryOptions {
  /** Field manager of the run. */
  readonly manager: string;
  /** Names of definitions that the kit makes anew, by `<group> <kind>`. */
  readonly definitions: ReadonlyMap<string, string>;
}

/** A line of entries.tsv: number, way, kubectl's type, version, kind, namespace, name, name in a URL, uid. */
export function entryLine(number: string, entry: KitEntry): string {
  const { apiVersion, kind, namespace, name } = entry.object;
  const version = apiVersion.split('/').pop();
  const { uid } = (entry.way === 'create' ? entry.prior : entry.after)
    .metadata ?? { uid: undefined };
  return `${[
    number,
    entry.way,
    `${kind}.${version}.${groupOf(apiVersion)}`,
    apiVersion,
    kind,
    namespace ?? '-',
    name,
    encodeURIComponent(name),
    uid ?? '-',
  ].join('\t')}\n`;
}

/** The files that the script reads of one object. */
export function entryFiles(
  entry: KitEntry,
  options: EntryOptions,
): UndoKitFile[] {
  const texts = {
    delete: deleteTexts,
    restore: restoreTexts,
    create: createTexts,
  }[entry.way](entry as never, options);
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

type Texts = Record<string, string>;
type EntryOf<W extends KitEntry['way']> = Extract<KitEntry, { way: W }>;

function deleteTexts({ after }: EntryOf<'delete'>): Texts {
  return {
    'left-owners.tsv': ownerLines(after),
    'places.tsv': placesText(
      heldSections(after).map(test => ({ path: test.path, tests: [test] })),
    ),
  };
}

function restoreTexts(
  { prior, after }: EntryOf<'restore'>,
  { manager, definitions }: EntryOptions,
): Texts {
  const before = restoredObject({ prior, after, live: after }, manager);
  const places = patchBack(withoutOwners(after), withoutOwners(before));
  const isSame: PatchOperation = {
    op: 'test',
    path: '/metadata/uid',
    value: after.metadata?.uid,
  };
  return {
    'left-owners.tsv': ownerLines(after),
    'places.tsv': placesText(
      places.map(({ path, asLeft }) => ({ path, tests: asLeft })),
    ),
    'back.json': lineOf([
      isSame,
      ...places.flatMap(({ asLeft }) => asLeft),
      ...places.map(({ back }) => back),
    ]),
    'proof.json': lineOf([isSame, ...places.flatMap(p => p.asBefore)]),
    ...ownersTexts(before, managedFieldsOf(after)),
    ...anewTexts(prior, definitions),
  };
}

function createTexts(
  { prior }: EntryOf<'create'>,
  { definitions }: EntryOptions,
): Texts {
  return {
    'left-owners.tsv': '',
    'places.tsv': '',
    'proof.json': lineOf(heldSections(prior)),
    ...ownersTexts(prior, []),
    ...anewTexts(prior, definitions),
  };
}

/** Who shall own which fields; what the cluster's own controllers own since is left to them. */
function ownersTexts(
  before: KubernetesObject,
  left: ReturnType<typeof managedFieldsOf>,
): Texts {
  const wanted = managedFieldsOf(before)
    .filter(entry => !entry.subresource)
    .filter(
      entry =>
        !isSystemManager(entry.manager ?? '') ||
        !left.some(
          other =>
            entryKey(other) === entryKey(entry) &&
            sameJson(other.fieldsV1 ?? {}, entry.fieldsV1 ?? {}),
        ),
    );
  return {
    'owners-wanted.tsv': wantedLines(wanted),
    'owners-before.tsv': withoutTimes(ownerLines(before)),
  };
}

/** What makes the object anew, or puts the whole of it in the place of another. */
function anewTexts(
  prior: KubernetesObject,
  definitions: ReadonlyMap<string, string>,
): Texts {
  const body = withoutServerFields(prior);
  const { apiVersion = '', kind } = prior;
  return {
    'body.json': lineOf(body),
    'whole.json': lineOf({
      ...body,
      metadata: {
        ...body.metadata,
        uid: '@UID@',
        resourceVersion: '@RESOURCE_VERSION@',
      },
    }),
    'owners.tsv': ownersOf(prior)
      .map(owner => {
        const version = owner.apiVersion.split('/').pop();
        const type = `${owner.kind}.${version}.${groupOf(owner.apiVersion)}`;
        const namespace = prior.metadata?.namespace ?? '-';
        return `${type}\t${owner.name}\t${namespace}\t${owner.uid}\n`;
      })
      .join(''),
    definition: definitions.get(`${groupOf(apiVersion)} ${kind}`) ?? '-',
  };
}

function placesText(
  places: readonly { path: string; tests: readonly PatchOperation[] }[],
): string {
  return places
    .map(({ path, tests }) => `${path}\t${lineOf(tests)}\n`)
    .join('');
}

function withoutTimes(lines: string): string {
  return lines
    .split('\n')
    .filter(Boolean)
    .map(line => line.split('\t'))
    .map(([manager, operation, version, _time, fields]) =>
      [manager, operation, version, fields].join('\t'),
    )
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(line => `${line}\n`)
    .join('');
}

/** What is compared place by place: who owns a field is no place. */
function withoutOwners(object: KubernetesObject): KubernetesObject {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}
