import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  nameOfObject,
  type UndoKit,
  type UndoKitChange,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';

/** Objects of a list before it says how many more there are. */
const MAX_NAMED = 10;

export interface UndoKitContentsProps {
  kit: UndoKit;
}

/** What a kit takes back, what it does not, and what it does less well. */
export function UndoKitContents({ kit }: UndoKitContentsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const left = kit.targets.flatMap(target =>
    target.left.map(({ object, reason }) => ({
      target: target.id,
      name: nameOfObject(object),
      reason,
    })),
  );
  const more = left.length - MAX_NAMED;
  const limits = [...new Set(kit.targets.flatMap(target => target.limits))];
  return (
    <>
      <ul>
        {kit.targets.map(({ id, changes }) => (
          <li key={id}>
            {t('run.kitChanges', {
              target: id,
              count: changes.length,
              deleted: String(countOf(changes, 'delete')),
              restored: String(countOf(changes, 'restore')),
              created: String(countOf(changes, 'create')),
            })}
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <div>
          {t('run.kitLeft')}
          <ul>
            {left.slice(0, MAX_NAMED).map(each => (
              <li key={`${each.target} ${each.name} ${each.reason}`}>
                {each.target}, {each.name}: {each.reason}
              </li>
            ))}
            {more > 0 && <li>{t('run.kitLeftOut', { count: more })}</li>}
          </ul>
        </div>
      )}
      {limits.length > 0 && (
        <details>
          <summary>{t('run.kitLimits')}</summary>
          <ul>
            {limits.map(limit => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function countOf(
  changes: readonly UndoKitChange[],
  way: UndoKitChange['way'],
): number {
  return changes.filter(change => change.way === way).length;
}
