import type { Plan, PlannedChange, TargetPlan } from '../schema/openapi';

/** Marks of the kinds of change, as on the pages. */
const marks = {
  create: '+',
  change: '~',
  delete: '−',
  noop: '=',
  conflict: '!',
  deferred: '…',
  external: '→',
} as const satisfies Record<PlannedChange['kind'], string>;

/** A plan as Markdown for a ticket or a review; secrets are masked already. @public */
export function planToMarkdown(plan: Plan, title: string): string {
  const {
    conflict,
    create,
    change,
    delete: deleted,
    deferred,
    irreversible,
  } = plan.summary;
  return [
    `# Plan: ${title}`,
    '',
    `Run \`${plan.runId}\`${plan.hash ? `, plan \`${plan.hash}\`` : ''}`,
    '',
    `${create} create, ${change} change, ${deleted} delete, ${deferred} deferred, ${conflict} in conflict, ${irreversible} irreversible`,
    ...plan.targets.flatMap(targetSection),
    '',
  ].join('\n');
}

function targetSection(target: TargetPlan): string[] {
  const changes = target.changes.filter(({ kind }) => kind !== 'noop');
  const same = target.changes.length - changes.length;
  return [
    '',
    `## ${target.targetId}`,
    '',
    `Made ${target.madeAt.toISOString()}, hash \`${target.hash}\``,
    ...(target.problems ?? []).map(
      ({ message, remedy }) =>
        `\n**Problem:** ${message}${remedy ? ` ${remedy}` : ''}`,
    ),
    ...changes.flatMap(changeSection),
    ...(same > 0 ? ['', `${same} objects stay as they are.`] : []),
  ];
}

function changeSection(change: PlannedChange): string[] {
  const { kind, object, fields = [], irreversible } = change;
  const place = object.namespace ? `${object.namespace}/` : '';
  const notes = [
    change.conflictWith && `owned by ${change.conflictWith}`,
    change.takeOver && 'taken over',
    change.deferredReason && `deferred: ${change.deferredReason}`,
    irreversible && `irreversible: ${irreversible}`,
    change.note,
  ].filter(Boolean);
  return [
    '',
    `### \`${marks[kind]}\` ${object.kind} ${place}${object.name}`,
    ...notes.map(note => `\n_${note}_`),
    ...(fields.length > 0
      ? [
          '',
          '| field | now | after | owner |',
          '| --- | --- | --- | --- |',
          ...fields.map(
            field =>
              `| ${cell(field.path)} | ${cell(field.before)} | ${cell(
                field.after,
              )} | ${field.owner ?? ''} |`,
          ),
        ]
      : []),
  ];
}

/** A code span that neither pipes, backticks nor line breaks can leave. */
function cell(value: unknown): string {
  if (value === undefined) {
    return '';
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = text
    .replace(/\|/g, '\\|')
    .replace(/`/g, 'ˋ')
    .replace(/\s*\n\s*/g, ' ⏎ ');
  return `\`${safe}\``;
}
