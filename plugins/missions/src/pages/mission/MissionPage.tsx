import { useParams, useSearchParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { PageGate } from '../../shell/PageGate';
import { useMissingPermission } from '../../shell/useMissingPermission';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { MissionPageView } from './MissionPageView';
import { useMissionPage } from './useMissionPage';

/** One mission: what it does, and why to trust it. */
export function MissionPage() {
  const { source = '', name = '' } = useParams();
  const [params] = useSearchParams();
  const routes = useMissionsRoutes();
  const { t } = useTranslationRef(missionsTranslationRef);
  const ref = `${source}/${name}`;
  const missing = useMissingPermission(ref);
  const state = useMissionPage(ref, params.get('version') ?? undefined);
  return (
    <PageGate
      title={t('mission.missing')}
      crumbs={[{ label: t('mission.crumbExplorer'), href: routes.explorer() }]}
      state={state}
      loadingLabel={t('mission.loading')}
      errorMeaning={t('mission.errorMeaning')}
    >
      {(page, polled) => (
        <MissionPageView
          page={page}
          polled={polled}
          explorerHref={routes.explorer()}
          launchHref={routes.launch(ref)}
          currentHref={routes.mission(ref)}
          ofRun={params.get('run') ?? undefined}
          missingPermission={missing(page.mission.type)}
          runsHref={`${routes.runs()}?mission=${encodeURIComponent(ref)}`}
          runHref={routes.run}
        />
      )}
    </PageGate>
  );
}
