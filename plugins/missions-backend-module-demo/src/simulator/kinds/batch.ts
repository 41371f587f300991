import { isRecord, KubeObject, sameJson } from '../object';
import { StatusCause } from '../status';
import { defaultPodSpec } from './podDefaults';
import { KindContext } from './resource';
import { immutable, invalidValue, validatePodTemplate } from './validation';

/** A Job runs once. */
export function defaultJob(job: KubeObject): void {
  const { spec } = job;
  if (!isRecord(spec)) return;
  defaultPodSpec(spec.template?.spec);
  if (spec.completions === undefined && spec.parallelism === undefined)
    spec.completions = 1;
  spec.parallelism ??= 1;
}

/** A Job's selector and its pods' labels come from its own uid. */
export function prepareJob(job: KubeObject, { live }: KindContext): void {
  const { spec, metadata } = job;
  if (live || !isRecord(spec)) return;
  if (spec.manualSelector || spec.selector || !metadata.uid) return;
  const labels = {
    'batch.kubernetes.io/controller-uid': metadata.uid,
    'batch.kubernetes.io/job-name': metadata.name,
    'controller-uid': metadata.uid,
    'job-name': metadata.name,
  };
  spec.selector = {
    matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid },
  };
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.metadata.labels = {
    ...spec.template.metadata.labels,
    ...labels,
  };
}

/** The pod template of a Job never changes, and its pods never restart for ever. */
export function validateJob(
  job: KubeObject,
  { live }: KindContext,
): StatusCause[] {
  const spec = job.spec ?? {};
  const causes = validatePodTemplate(spec.template, 'spec.template');
  const policy = spec.template?.spec?.restartPolicy;
  if (policy !== 'OnFailure' && policy !== 'Never') {
    causes.push({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(
        policy,
      )}: supported values: "OnFailure", "Never"`,
      field: 'spec.template.spec.restartPolicy',
    });
  }
  const own =
    spec.selector?.matchLabels?.['batch.kubernetes.io/controller-uid'];
  if (!live && own && own !== job.metadata.uid) {
    causes.push(
      invalidValue(
        'spec.template.metadata.labels[batch.kubernetes.io/controller-uid]',
        own,
        `must be '${job.metadata.uid}'`,
      ),
    );
  }
  if (!live) return causes;
  causes.push(...immutable(job, live, ['spec', 'completions']));
  causes.push(...immutable(job, live, ['spec', 'selector']));
  if (!sameJson(job.spec.template, live.spec.template)) {
    causes.push(...immutable(job, live, ['spec', 'template']));
  }
  return causes;
}

/** Defaults of the Job template in a CronJob. */
export function defaultCronJob(cronJob: KubeObject): void {
  defaultPodSpec(cronJob.spec?.jobTemplate?.spec?.template?.spec);
}

/** A CronJob needs a schedule of five fields or a macro. */
export function validateCronJob(cronJob: KubeObject): StatusCause[] {
  const spec = cronJob.spec ?? {};
  const schedule = String(spec.schedule ?? '');
  const causes = validatePodTemplate(
    spec.jobTemplate?.spec?.template,
    'spec.jobTemplate.spec.template',
  );
  if (!schedule.startsWith('@') && schedule.trim().split(/\s+/).length !== 5) {
    causes.push(
      invalidValue(
        'spec.schedule',
        schedule,
        `expected exactly 5 fields, found ${
          schedule.trim() ? schedule.trim().split(/\s+/).length : 0
        }: [${schedule}]`,
      ),
    );
  }
  return causes;
}
