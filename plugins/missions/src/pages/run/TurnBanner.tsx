import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  nameOfObject,
  type RunTarget,
} from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { shortId } from '../../shell/shortId';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import type { RunPageData } from './useRunPage';
import { useNameList } from './useNameList';

/** So many runs are named; the rest is counted. */
const NAMED = 5;

/** A run that goes before this one, with the objects that both change and their clusters. */
interface Before {
  readonly key: string;
  /** None: the reader may not see it. */
  readonly runId?: string;
  readonly objects: Map<string, string[]>;
  held?: 'freeze' | 'window';
}

/** What holds a run that goes before, and who can end that. */
const heldKeys = {
  freeze: 'run.turnHeldFreeze',
  window: 'run.turnHeldWindow',
} as const;

/** For which runs this one waits, because they change the same objects. */
export function TurnBanner({ page }: { page: RunPageData }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const routes = useMissionsRoutes();
  const list = useNameList();
  const before = runsBefore(page.run.targetsDetail);
  const [first] = before;
  if (!first) {
    return null;
  }
  const more = before.length - NAMED;
  return (
    <Banner tone="idle" title={t('run.turnTitle', { count: before.length })}>
      {before.slice(0, NAMED).flatMap(({ key, runId, objects, held }) =>
        [...objects].map(([object, clusters]) => (
          <div key={`${key} ${object}`}>
            {runId ? (
              <Link href={routes.run(runId)}>
                {t('run.runLink', { id: shortId(runId) })}
              </Link>
            ) : (
              t('run.turnHidden')
            )}{' '}
            {t('run.turnObject', { object, clusters: list(clusters) })}
            {held && ` ${t(heldKeys[held])}`}
          </div>
        )),
      )}
      {more > 0 && <div>{t('run.turnMore', { count: more })}</div>}
      <div>{t('run.turnNext', { count: before.length })}</div>
    </Banner>
  );
}

function runsBefore(targets: readonly RunTarget[]): Before[] {
  const found = new Map<string, Before>();
  for (const { id, waitsFor = [] } of targets) {
    for (const { runId, hiddenRun, object, held } of waitsFor) {
      const name = nameOfObject(object);
      // Older backends do not number the runs that nobody may see.
      const key = runId ?? `hidden ${hiddenRun ?? name}`;
      const run: Before = found.get(key) ?? { key, runId, objects: new Map() };
      run.held ??= held;
      run.objects.set(name, [...(run.objects.get(name) ?? []), id]);
      found.set(key, run);
    }
  }
  return [...found.values()];
}
