import { conditionOf } from '../objects';
import {
  changing,
  conditionText,
  failed,
  healthy,
  type HealthRule,
} from './Health';
import { podsHealth } from './pods';
import { podsOf } from './workloads';

/** A Job: complete, failed, suspended or at work. */
export const jobHealth: HealthRule = (object, around) => {
  const { spec = {}, status = {} } = object;
  const progressKey = `${status.active ?? 0}/${status.succeeded ?? 0}/${
    status.failed ?? 0
  }`;
  if (conditionOf(object, 'Complete')?.status === 'True') {
    return healthy('Complete', { progressKey });
  }
  const failure = conditionOf(object, 'Failed');
  if (failure?.status === 'True') {
    return failed(conditionText(failure), { progressKey });
  }
  if (spec.suspend) {
    return changing('It is suspended', { terminal: true, progressKey });
  }
  const pods = podsHealth(podsOf(object, around));
  const key = `${progressKey}; ${pods.progressKey}`;
  return pods.fault && !pods.fault.ready && pods.fault.health === 'unhealthy'
    ? { ...pods.fault, progressKey: key }
    : changing(
        `At work: ${status.succeeded ?? 0} of ${spec.completions ?? 1}`,
        {
          progressKey: key,
        },
      );
};

/** A CronJob: its schedule is on. Its Jobs are judged by themselves. */
export const cronJobHealth: HealthRule = object => {
  if (object.spec?.suspend) {
    return {
      ...healthy('Its schedule is suspended'),
      health: 'warning',
    };
  }
  return healthy(
    object.status?.lastSuccessfulTime
      ? `Last success ${object.status.lastSuccessfulTime}`
      : 'Scheduled',
  );
};
