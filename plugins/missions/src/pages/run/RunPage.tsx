import { useParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { mapReady } from '@mission-control/plugin-missions-react';
import { PageGate } from '../../shell/PageGate';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { RunPageView } from './RunPageView';
import { titledPage } from './titledPage';
import { useRunAddress } from './useRunAddress';
import { useRunPage } from './useRunPage';

/** One run: is it working, and if not, what now? */
export function RunPage() {
  const { runId = '' } = useParams();
  // Nothing that was asked, opened or refused of one run is of the next.
  return <PageOfRun key={runId} runId={runId} />;
}

function PageOfRun({ runId }: { runId: string }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const routes = useMissionsRoutes();
  const asked = useRunPage(runId);
  const state = mapReady(asked, titledPage);
  const { address, setAddress } = useRunAddress();
  return (
    <PageGate
      title={t('run.missing')}
      crumbs={[{ label: t('run.crumbRuns'), href: routes.runs() }]}
      state={state}
      loadingLabel={t('run.loading')}
      errorMeaning={t('run.errorMeaning')}
    >
      {page => (
        <RunPageView
          page={page}
          address={address}
          onAddress={setAddress}
          routes={routes}
        />
      )}
    </PageGate>
  );
}
