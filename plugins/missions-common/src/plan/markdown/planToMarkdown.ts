import type { Plan, TargetPlan } from '../../schema/openapi';
import { changesMarkdown, summaryLine } from './changesMarkdown';
import { block, code, factTable, plain, table } from './markdownText';
import { type WaitingChanges, waitingMarkdown } from './waitingMarkdown';

/** What a reader wants to know beside the plan. @public */
export interface PlanExportFacts {
  /** Of the run. */
  title: string;
  missionRef?: string;
  missionVersion?: string;
  /** Of the run, secrets masked already; null is one that was not given. */
  parameters?: Readonly<Record<string, unknown>>;
  /** The Kubernetes identity that acts, by target. */
  identities?: Readonly<Record<string, string>>;
  /** What targets wait for approvals of their own for; the plan was approved before. */
  waiting?: readonly WaitingChanges[];
}

/**
 * A plan as Markdown for a ticket or a review: all that its hashes cover, in
 * the order in which it happens; first what waits for an approval of its own. Secrets are masked already; what others wrote
 * cannot become a mark.
 * @public
 */
export function planToMarkdown(plan: Plan, facts: PlanExportFacts): string {
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
    summaryLine(plan.summary),
    ...(facts.waiting ?? []).flatMap(waitingMarkdown),
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
          parameters.map(([name, value]) => [
            code(name),
            value === null ? 'not given' : code(value),
          ]),
        ),
        '',
      ];
}

function targetSection(target: TargetPlan, identity?: string): string[] {
  const { cluster, clusterUid, changes, reads, problems = [] } = target;
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
    ...changesMarkdown(changes),
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
