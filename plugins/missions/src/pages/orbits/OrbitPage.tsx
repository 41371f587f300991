import { useParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { PageGate } from '../../shell/PageGate';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { OrbitPageView } from './OrbitPageView';
import { useOrbitPage } from './useOrbitPage';

/** One orbit: what got better, what got worse, what did nobody look at? */
export function OrbitPage() {
  const { orbitId = '' } = useParams();
  // Nothing that was sorted, asked or refused of one orbit is of the next.
  return <PageOfOrbit key={orbitId} orbitId={orbitId} />;
}

function PageOfOrbit({ orbitId }: { orbitId: string }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const state = useOrbitPage(orbitId);
  const routes = useMissionsRoutes();
  return (
    <PageGate
      title={t('orbits.orbit')}
      crumbs={[{ label: t('orbits.crumb'), href: routes.orbits() }]}
      state={state}
      loadingLabel={t('orbits.loading')}
      errorMeaning={t('orbits.errorMeaning')}
    >
      {(page, polled) => (
        <OrbitPageView page={page} polled={polled} routes={routes} />
      )}
    </PageGate>
  );
}
