import { isRecord, KubeObject, sameJson } from '../object';
import { StatusCause } from '../status';
import { defaultPodSpec } from './podDefaults';
import { KindContext } from './resource';
import { invalidValue, validatePodTemplate } from './validation';

/** A Job runs once, and has the labels of its pods when it has none. */
export function defaultJob(job: KubeObject): void {
  const { spec, metadata } = job;
  if (!isRecord(spec)) return;
  defaultPodSpec(spec.template?.spec);
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.completions = 1;
  }
  const labels = spec.template?.metadata?.labels;
  if (labels && !metadata.labels) metadata.labels = { ...labels };
}

/** A Job's selector and its pods' labels come from its own uid. */
export function prepareJob(job: KubeObject, { live }: KindContext): void {
  const { spec, metadata } = job;
  if (live || !isRecord(spec)) return;
  if (spec.manualSelector || spec.selector || !metadata.uid) return;
  const before: Record<string, string> = spec.template?.metadata?.labels ?? {};
  const inherits = sameJson(metadata.labels ?? {}, before);
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
  spec.template.metadata.labels = { ...before, ...labels };
  if (inherits) metadata.labels = { ...spec.template.metadata.labels };
}

/** The pods of a Job never restart for ever. */
export function validateJob(
  job: KubeObject,
  { live }: KindContext,
): StatusCause[] {
  const spec = job.spec ?? {};
  const causes = validatePodTemplate(spec.template, 'spec.template');
  const policy = spec.template?.spec?.restartPolicy;
  if (policy !== 'OnFailure' && policy !== 'Never') {
    causes.push({
      reason: 'FieldValueRequired',
      message: 'Required value: valid values: "OnFailure", "Never"',
      field: 'spec.template.spec.restartPolicy',
    });
  }
  return live ? causes : [...causes, ...foreignLabels(job)];
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

/** A Job that is created again must not bring the labels that its predecessor was given. */
function foreignLabels(job: KubeObject): StatusCause[] {
  const { spec, metadata } = job;
  const labels = spec.template?.metadata?.labels ?? {};
  const own = labels['batch.kubernetes.io/controller-uid'];
  if (spec.manualSelector || !own || own === metadata.uid) return [];
  const rule = `must be '${metadata.uid}'`;
  const at = 'spec.template.metadata.labels';
  return [
    invalidValue(`${at}[controller-uid]`, labels, rule),
    invalidValue(`${at}[batch.kubernetes.io/controller-uid]`, labels, rule),
    invalidValue(
      'spec.selector',
      spec.selector,
      '`selector` not auto-generated',
    ),
  ];
}
