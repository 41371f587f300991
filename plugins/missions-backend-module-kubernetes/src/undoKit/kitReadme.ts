import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { UndoKitTarget } from '@mission-control/plugin-missions-node';
import type { KitEntry, LeftEntry } from './kitEntries';

const ways: Record<KitEntry['way'], string> = {
  delete: 'is deleted: the run made it',
  restore: 'is put back as it was',
  create: 'is made anew: the run deleted it',
};

/** What a person reads before they run the script. */
export function kitReadme(
  { run, target }: UndoKitTarget,
  entries: readonly KitEntry[],
  left: readonly LeftEntry[],
  limits: readonly string[],
): string {
  const rows = entries.map(
    ({ object, way }, index) =>
      `| ${String(index + 1).padStart(4, '0')} | ${cell(
        nameOfObject(object),
      )} | ${ways[way]} |`,
  );
  return `# Undo kit: ${target.id}

This takes back what run ${run.id} of the mission ${
    run.missionName
  } changed on the
cluster ${target.id} (its namespace kube-system has the uid ${
    target.clusterUid
  }),
with kubectl alone. **It holds secrets in clear**: keep it as safe as the cluster,
and delete it after use.

It needs a POSIX shell with awk, sed, grep and cmp, a kubectl that fits the cluster,
and the rights to read, change, make and delete the objects below.

    ./restore.sh                # looks, and says what it would do
    ./restore.sh --yes          # does it
    ./restore.sh --keep 0003 --overwrite 0004 --yes

What changed since the run is not overwritten: it is named, and nothing at all is
done until there is a choice for each such object. --keep leaves it as it is now,
--overwrite takes it back all the same. After an interruption, call it again: it
goes on where it was.

## What it takes back, in this order

| number | object | what happens |
| --- | --- | --- |
${rows.join('\n')}

## What it does not take back

${
  left.length > 0
    ? left
        .map(({ object, reason }) => `- ${nameOfObject(object)}: ${reason}`)
        .join('\n')
    : 'Everything that the run changed here is above.'
}

## What kubectl cannot do as well as the portal

${limits.map(limit => `- ${limit}`).join('\n')}

## By hand

Each folder in objects/ is one object: body.json makes it anew
(\`kubectl create -f body.json\`), back.json puts it back and is refused where
something changed since (\`kubectl patch <kind> <name> --type=json --patch-file back.json\`),
proof.json is refused unless it is as before (with \`--dry-run=server\`). Objects in
by-hand/ are for you to compare.
`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
