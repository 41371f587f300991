import { nameOfObject } from '../../objects';
import type { Plan, TargetPlan } from '../../schema/openapi';
import { changeMarkdown } from './changeMarkdown';
import { block, code, plain, table } from './markdownText';

/** What a reader wants to know beside the plan. @public */
export interface PlanExportFacts {
  /** Of the run. */
  title: string;
  missionRef?: string;
  missionVersion?: string;
  /** Of the run, secrets masked already. */
  parameters?: Readonly<Record<string, unknown>>;
  /** The Kubernetes identity that acts, by target. */
  identities?: Readonly<Record<string, string>>;
}

/**
 * A plan as Markdown for a ticket or a review: all that its hashes cover, in
 * the order in which it happens. Secrets are masked already; what others wrote
 * cannot become a mark.
 * @public
 */
export function planToMarkdown(plan: Plan, facts: PlanExportFacts): string {
  const { summary } = plan;
  const parameters = Object.entries(facts.parameters ?? {});
  const mission =
    facts.missionRef &&
    code(facts.missionRef) +
      (facts.missionVersion ? `, version ${code(facts.missionVersion)}` : '');
  return [
    `# Plan: ${plain(facts.title)}`,
    '',
    ...factTable([
      ['Mission', mission],
      ['Run', code(plan.runId)],
      ['Hash of the plan', plan.hash && code(plan.hash)],
      [
        'Parameters',
        facts.parameters && parameters.length === 0 ? 'none' : undefined,
      ],
    ]),
    '',
    ...parameterTable(parameters),
    `${summary.create} create, ${summary.change} change, ${summary.delete} delete, ${summary.deferred} deferred, ${summary.conflict} in conflict, ${summary.irreversible} irreversible, ${summary.noop} unchanged`,
    ...plan.targets.flatMap(target =>
      targetSection(target, facts.identities?.[target.targetId]),
    ),
    '',
  ].join('\n');
}

function parameterTable(
  parameters: readonly (readonly [string, unknown])[],
): string[] {
  return parameters.length === 0
    ? []
    : [
        ...table(
          ['Parameter', 'Value'],
          parameters.map(([name, value]) => [code(name), code(value)]),
        ),
        '',
      ];
}

function targetSection(target: TargetPlan, identity?: string): string[] {
  const { cluster, clusterUid, changes, reads, problems = [] } = target;
  const written = changes.filter(({ kind }) => kind !== 'noop');
  const same = changes.filter(({ kind }) => kind === 'noop');
  return [
    '',
    `## ${plain(target.targetId)}`,
    '',
    ...factTable([
      ['Cluster', cluster && describeCluster(cluster)],
      ['UID of kube-system', clusterUid && code(clusterUid)],
      ['Acts as', identity && code(identity)],
      ['Made', target.madeAt.toISOString()],
      ['Hash', code(target.hash)],
    ]),
    ...problems.flatMap(({ stepId, code: error, message, remedy = '' }) => [
      '',
      `**Problem** in step ${code(stepId)}: ${code(error)} ${plain(
        `${message} ${remedy}`,
      )}`,
    ]),
    ...written.flatMap(changeMarkdown),
    ...(same.length > 0 ? ['', '### `=` Unchanged', ''] : []),
    ...same.map(change => `- ${plain(nameOfObject(change.object))}`),
    ...(reads.length > 0 ? ['', '### Read while planning'] : []),
    ...reads.flatMap(readSection),
  ];
}

function describeCluster({
  name,
  title,
  environment,
  production,
  demo,
}: NonNullable<TargetPlan['cluster']>): string {
  return [
    code(name),
    title && plain(title),
    environment && plain(environment),
    production && '**production**',
    demo && 'simulated',
  ]
    .filter(Boolean)
    .join(', ');
}

function readSection({
  stepId,
  action,
  output,
  summary,
}: TargetPlan['reads'][number]): string[] {
  return [
    '',
    `Step ${code(stepId)}, ${code(action)}${
      summary ? `: ${plain(summary)}` : ''
    }`,
    ...(output ? ['', ...block('json', JSON.stringify(output, null, 2))] : []),
  ];
}

function factTable(
  facts: readonly (readonly [string, string | undefined])[],
): string[] {
  return table(
    ['', ''],
    facts.flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
