import { clone, KubeObject } from '../object';
import {
  controllerReference,
  ControllerContext,
  isControlledBy,
} from './controller';
import { recordEvent } from './events';

const MINUTE_MS = 60_000;
const MACROS: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};

/** Starts a CronJob's Job in the minutes that its schedule names, and trims its history. */
export function reconcileCronJob(
  context: ControllerContext,
  cronJob: KubeObject,
): void {
  if (cronJob.metadata.deletionTimestamp) return;
  const { name, namespace = '' } = cronJob.metadata;
  const minute = Math.floor(context.clock.now().getTime() / MINUTE_MS);
  const jobName = `${name}-${minute}`;
  const jobs = context
    .list('jobs.batch', namespace)
    .filter(job => isControlledBy(job, cronJob));
  const running = jobs.filter(
    job =>
      !job.status?.conditions?.some(
        (item: any) => item.type === 'Complete' || item.type === 'Failed',
      ),
  );
  const due = matchesSchedule(
    cronJob.spec.schedule,
    new Date(minute * MINUTE_MS),
  );
  const born =
    Date.parse(cronJob.metadata.creationTimestamp!) <= minute * MINUTE_MS;
  const blocked =
    cronJob.spec.concurrencyPolicy === 'Forbid' && running.length > 0;
  const known = context.get('jobs.batch', namespace, jobName);
  const done =
    Date.parse(cronJob.status?.lastScheduleTime ?? '') >= minute * MINUTE_MS;
  if (due && born && !blocked && !known && !done && !cronJob.spec.suspend) {
    const template = clone(cronJob.spec.jobTemplate);
    context.create({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        ...template.metadata,
        name: jobName,
        namespace,
        annotations: {
          ...template.metadata?.annotations,
          'batch.kubernetes.io/cronjob-scheduled-timestamp': new Date(
            minute * MINUTE_MS,
          ).toISOString(),
        },
        ownerReferences: [controllerReference(cronJob)],
      },
      spec: template.spec,
    });
    recordEvent(
      context,
      cronJob,
      'Normal',
      'SuccessfulCreate',
      `Created job ${jobName}`,
      'cronjob-controller',
    );
    context.updateStatus(cronJob, draft => {
      draft.status = {
        ...draft.status,
        lastScheduleTime: new Date(minute * MINUTE_MS)
          .toISOString()
          .replace('.000', ''),
      };
    });
  }
  trim(context, cronJob, jobs);
}

/** Does a five-field cron expression name this minute (in UTC)? */
export function matchesSchedule(schedule: string, time: Date): boolean {
  const fields = (MACROS[schedule] ?? schedule).trim().split(/\s+/);
  if (fields.length !== 5) return false;
  const [minute, hour, day, month, weekday] = fields;
  const at = [
    time.getUTCMinutes(),
    time.getUTCHours(),
    time.getUTCDate(),
    time.getUTCMonth() + 1,
    time.getUTCDay(),
  ];
  const dayFits = matchesField(day, at[2], 1, 31);
  const weekdayFits =
    matchesField(weekday, at[4], 0, 7) ||
    (at[4] === 0 && matchesField(weekday, 7, 0, 7));
  const either =
    day !== '*' && weekday !== '*'
      ? dayFits || weekdayFits
      : dayFits && weekdayFits;
  return (
    matchesField(minute, at[0], 0, 59) &&
    matchesField(hour, at[1], 0, 23) &&
    matchesField(month, at[3], 1, 12) &&
    either
  );
}

function matchesField(
  field: string,
  value: number,
  low: number,
  high: number,
): boolean {
  return field.split(',').some(part => {
    const [range, step = '1'] = part.split('/');
    const [from, to] =
      range === '*' ? [low, high] : range.split('-').map(Number);
    const end = to ?? (part.includes('/') ? high : from);
    return value >= from && value <= end && (value - from) % Number(step) === 0;
  });
}

function trim(
  context: ControllerContext,
  cronJob: KubeObject,
  jobs: KubeObject[],
): void {
  const finished = (type: string) =>
    jobs
      .filter(job =>
        job.status?.conditions?.some((item: any) => item.type === type),
      )
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const limits = {
    Complete: cronJob.spec.successfulJobsHistoryLimit ?? 3,
    Failed: cronJob.spec.failedJobsHistoryLimit ?? 1,
  };
  for (const [type, limit] of Object.entries<number>(limits)) {
    const list = finished(type);
    for (const job of list.slice(0, Math.max(0, list.length - limit)))
      context.delete(job);
  }
}
