import { nameOfObject } from '../../objects';
import type { PlannedChange, PlanSummary } from '../../schema/openapi';
import { changeMarkdown } from './changeMarkdown';
import { plain } from './markdownText';

/** Changes as Markdown, what writes nothing last, with the reason where there is one. */
export function changesMarkdown(changes: readonly PlannedChange[]): string[] {
  const written = changes.filter(({ kind }) => kind !== 'noop');
  const same = changes.filter(({ kind }) => kind === 'noop');
  return [
    ...written.flatMap(changeMarkdown),
    ...(same.length > 0 ? ['', '### `=` Unchanged', ''] : []),
    ...same.map(sameLine),
  ];
}

function sameLine({ object, note, drift }: PlannedChange): string {
  const reasons = [
    drift && `**Not as approved before:** ${plain(drift)}`,
    note && plain(note),
  ].filter(Boolean);
  return `- ${[plain(nameOfObject(object)), ...reasons].join(': ')}`;
}

/** Numbers of changes in one line. */
export function summaryLine(summary: PlanSummary): string {
  return `${summary.create} create, ${summary.change} change, ${summary.delete} delete, ${summary.deferred} deferred, ${summary.conflict} in conflict, ${summary.irreversible} irreversible, ${summary.noop} unchanged`;
}
