import { nameOfObject } from '@mission-control/plugin-missions-common';
import type {
  UndoKitFile,
  UndoKitPart,
  UndoKitTarget,
  UndoKitWriter,
} from '@mission-control/plugin-missions-node';
import { entryFiles, entryLine } from './entryFiles';
import { contentTemplate, factsTemplate } from './factsTemplate';
import { kitEntries, type KitEntry, type LeftEntry } from './kitEntries';
import { kitReadme } from './kitReadme';
import { restoreScript } from './restoreScript';

/** What kubectl does less well than an undo of the portal, for people. */
const LIMITS = [
  'What changed elsewhere in an object since the run stays, but where somebody else wrote to it since, the values come back and the owners of its fields do not.',
  'An object that is overwritten by choice becomes what it was before as a whole: what others changed in it since is lost.',
  'Whether workloads are healthy afterwards is not checked.',
];

/** Takes back what Kubernetes actions wrote, by a shell script and kubectl. */
export const kubectlKit: UndoKitWriter = { id: 'kubectl', write };

function write(target: UndoKitTarget): UndoKitPart {
  const { entries, left } = kitEntries(target.records);
  const manager = `missions:${target.run.missionName}`.slice(0, 128);
  const texts: Record<string, string> = {
    'README.md': kitReadme(target, entries, left, LIMITS),
    'cluster-uid': target.target.clusterUid,
    manager,
    'facts.tmpl': factsTemplate,
    'content.tmpl': contentTemplate,
    'entries.tsv': entries
      .map((entry, index) => entryLine(numberOf(index), entry))
      .join(''),
    'left.txt': left.map(leftLine).join(''),
  };
  return {
    files: [
      { path: 'restore.sh', text: restoreScript(), executable: true },
      ...Object.entries(texts).map(([path, text]) => ({ path, text })),
      ...entries.flatMap((entry, index) =>
        entryFiles(entry, { manager, definitions: definitionsIn(entries) }).map(
          file => ({
            ...file,
            path: `objects/${numberOf(index)}/${file.path}`,
          }),
        ),
      ),
      ...byHand(left),
    ],
    changes: entries.map(({ object, way }) => ({ object, way })),
    left: left.map(({ object, reason }) => ({ object, reason })),
    limits: LIMITS,
  };
}

/** `0001` and on; the script's words for an object. */
function numberOf(index: number): string {
  return String(index + 1).padStart(4, '0');
}

function leftLine({ object, reason }: LeftEntry): string {
  return `${nameOfObject(object)}: ${reason.replace(/\s+/g, ' ')}\n`;
}

/** Objects that are left to people, as they were, to look at. */
function byHand(left: readonly LeftEntry[]): UndoKitFile[] {
  return left.flatMap(({ prior }, index) =>
    prior
      ? [
          {
            path: `by-hand/${numberOf(index)}.json`,
            text: `${JSON.stringify(prior, null, 2)}\n`,
          },
        ]
      : [],
  );
}

/** Names of the definitions that the kit makes anew, by group and kind. */
function definitionsIn(entries: readonly KitEntry[]): Map<string, string> {
  const definitions = new Map<string, string>();
  for (const entry of entries) {
    if (
      entry.way === 'create' &&
      entry.object.kind === 'CustomResourceDefinition'
    ) {
      const { group, names } = entry.prior.spec ?? {};
      definitions.set(`${group} ${names?.kind}`, entry.object.name);
    }
  }
  return definitions;
}
