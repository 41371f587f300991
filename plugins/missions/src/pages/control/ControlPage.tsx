import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { StateGate } from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { ControlPageView } from './ControlPageView';
import { useControlPage } from './useControlPage';

/** Mission Control: how is the fleet right now? */
export function ControlPage() {
  const { t } = useTranslationRef(missionsTranslationRef);
  const state = useControlPage();
  const routes = useMissionsRoutes();
  return (
    <StateGate
      state={state}
      loadingLabel={t('control.loading')}
      errorMeaning={t('control.errorMeaning')}
    >
      {page => <ControlPageView page={page} routes={routes} />}
    </StateGate>
  );
}
