import {
  excludedAnnotations,
  excludedKinds,
  excludedMembers,
  excludedMetadata,
  otherExclusions,
} from '../equality/exclusions';
import { code, generatedNote, page, table } from './markdown';

/** docs/equality.md, from the table of exclusions. */
export function equalityPage(): string {
  const byName = (names: Readonly<Record<string, string>>, prefix = '') =>
    Object.entries(names).map(([name, reason]) => [
      code(`${prefix}${name}`),
      reason,
    ]);
  return page(
    generatedNote('plugins/missions-common/src/equality/exclusions.ts'),
    '# Equality',
    'Undo proves itself, and the tests compare whole clusters, by one function. It compares every object in every field, and who owns the field, except for what stands here.',
    '## Kinds that are left out',
    table(
      ['kind', 'reason'],
      Object.values(excludedKinds).map(({ what, reason }) => [what, reason]),
    ),
    '## Fields that are left out',
    table(
      ['field', 'reason'],
      [
        ...byName(excludedMembers),
        ...byName(excludedMetadata, 'metadata.'),
        ...byName(excludedAnnotations, 'annotation '),
      ],
    ),
    '## Other rules',
    table(
      ['what', 'reason'],
      otherExclusions.map(({ what, reason }) => [what, reason]),
    ),
  );
}
