import type { RunRecord } from '../../store';
import type {
  UndoKitFile,
  UndoKitLeft,
} from '@mission-control/plugin-missions-node';
import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { KitTarget } from './gatherKit';

/** The files of a kit: a README, and a folder for each target. */
export function kitFiles(
  run: RunRecord,
  targets: readonly KitTarget[],
): UndoKitFile[] {
  return [
    { path: 'README.md', text: readme(run, targets) },
    ...targets.flatMap(({ id, parts, left }) => [
      ...[...parts].flatMap(([folder, { files }]) =>
        files.map(file => ({ ...file, path: `${id}/${folder}/${file.path}` })),
      ),
      ...(left.length > 0
        ? [{ path: `${id}/LEFT.md`, text: leftText(left) }]
        : []),
    ]),
  ];
}

function readme(run: RunRecord, targets: readonly KitTarget[]): string {
  const folders = targets.flatMap(({ id, parts }) =>
    [...parts.keys()].map(folder => `${id}/${folder}/`),
  );
  return `# Undo kit of run ${run.id}

${run.title} (${run.missionRef}, version ${run.missionVersion}).

Each cluster has a folder with a README.md and a script of its own:

${folders.map(folder => `- ${folder}`).join('\n') || '- none'}

It is what the portal's journal said when this was exported. Where the portal is
there, take the run back by it: it knows more, asks for approval and proves the
outcome. **This folder holds secrets in clear**: delete it after use.
`;
}

function leftText(left: readonly UndoKitLeft[]): string {
  return `# What this kit does not take back

${left
  .map(({ object, reason }) => `- ${nameOfObject(object)}: ${reason}`)
  .join('\n')}
`;
}
