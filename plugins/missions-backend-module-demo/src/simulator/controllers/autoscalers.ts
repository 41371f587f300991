import { ControllerContext } from './controller';
import { setCondition } from './podStatus';

/** Autoscalers look at their target but never change it: the simulation has no load. */
export function reconcileAutoscalers(context: ControllerContext): void {
  const now = context.cluster.timestamp();
  for (const autoscaler of context.list(
    'horizontalpodautoscalers.autoscaling',
  )) {
    const { kind, name } = autoscaler.spec?.scaleTargetRef ?? {};
    const target = context.get(
      `${String(kind).toLowerCase()}s.apps`,
      autoscaler.metadata.namespace ?? '',
      name,
    );
    const replicas: number = target?.spec?.replicas ?? 0;
    context.updateStatus(autoscaler, draft => {
      draft.status = {
        ...draft.status,
        currentReplicas: replicas,
        desiredReplicas: replicas,
      };
      setCondition(
        draft,
        target
          ? {
              type: 'AbleToScale',
              status: 'True',
              reason: 'ReadyForNewScale',
              message: 'recommended size matches current size',
            }
          : {
              type: 'AbleToScale',
              status: 'False',
              reason: 'FailedGetScale',
              message: `the HPA controller was unable to get the target's current scale`,
            },
        now,
      );
    });
  }
}
