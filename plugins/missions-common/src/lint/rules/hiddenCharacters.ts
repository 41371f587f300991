import { unseenIn } from '../../text/unseen';
import { visibleText } from '../../text/visibleText';
import type { LintFinding, LintRule } from '../rule';
import { valuesUnder } from '../walk';

/** What is read is what is done: nothing in a mission hides. */
export const hiddenCharacters: LintRule = {
  id: 'hidden-characters',
  severity: 'warning',
  demands:
    'Texts hold no characters that cannot be seen: controls, zero widths, marks of direction, tags, fillers.',
  because:
    'They make a text look like another one. The portal writes them out, other readers of the file do not.',
  remedy: 'Type the text again; copied text often brings such characters.',
  bad: String.raw`image: "registry.example/web:1\u202e72.1"`,
  good: `image: registry.example/web:1.27`,
  check: ({ mission }) =>
    valuesUnder(mission, []).flatMap(({ path, key, value }): LintFinding[] => {
      const isField = typeof path[path.length - 1] === 'string';
      return [
        ...(isField ? hiddenIn(path, key, { atKey: true }) : []),
        ...(typeof value === 'string' ? hiddenIn(path, value) : []),
      ];
    }),
};

function hiddenIn(
  path: LintFinding['path'],
  text: string,
  where: Pick<LintFinding, 'atKey'> = {},
): LintFinding[] {
  const unseen = unseenIn(text);
  return unseen === undefined
    ? []
    : [
        {
          path,
          ...where,
          within: { text: unseen, offset: 0 },
          message: `The text holds ${visibleText(
            unseen,
          )}, which cannot be seen`,
        },
      ];
}
