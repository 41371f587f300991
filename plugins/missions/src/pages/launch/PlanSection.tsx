import type { RefObject } from 'react';
import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Banner,
  ErrorState,
  LoadingState,
  PlanView,
} from '@mission-control/plugin-missions-react';
import { PlanExport } from '../../shell/PlanExport';
import { missionsTranslationRef } from '../../translation';
import { LaunchSection } from './LaunchSection';
import { isWhole, type PlanPreviewState } from './usePlanPreview';

export interface PlanSectionProps {
  number: number;
  plan: PlanPreviewState;
  /** Takes the focus when the plan is there. */
  heading: RefObject<HTMLSpanElement>;
}

/** What would change, as far as it was asked for. */
export function PlanSection({ number, plan, heading }: PlanSectionProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { preview, old } = plan;
  return (
    <LaunchSection
      number={number}
      done={preview.kind === 'ready' && !old && isWhole(preview)}
      title={t('launch.stepPlan')}
      heading={heading}
      actions={
        preview.kind === 'ready' && <PlanExport runId={preview.run.id} />
      }
    >
      {renderPlan()}
    </LaunchSection>
  );

  function renderPlan() {
    switch (preview.kind) {
      case 'none':
        return <Text color="secondary">{t('launch.planHint')}</Text>;
      case 'planning':
        return <LoadingState label={t('launch.planPending')} />;
      case 'failed':
        // What was said of another choice is not said of this one.
        return old ? (
          <Text color="secondary">{t('launch.planHint')}</Text>
        ) : (
          <ErrorState
            error={preview.error}
            meaning={t('launch.planErrorMeaning')}
            retry={plan.show}
          />
        );
      default:
        return (
          <>
            {old && <Banner tone="warn" title={t('launch.planOld')} />}
            {!isWhole(preview) && (
              <Banner tone="fail" title={t('launch.planBlocked')}>
                {preview.run.reason}
              </Banner>
            )}
            <PlanView plan={preview.plan} incomplete={!isWhole(preview)} />
          </>
        );
    }
  }
}
