import type { Approval } from '../../schema/openapi';
import { planSummary } from '../planSummary';
import { changesMarkdown, summaryLine } from './changesMarkdown';
import { code, factTable, plain } from './markdownText';

/** What an open drift or supplementary approval asks for. @public */
export type WaitingChanges = Pick<
  Approval,
  'targetId' | 'stepId' | 'hash' | 'message'
> &
  Required<Pick<Approval, 'changes'>>;

/** What a target waits for an approval of: nobody has agreed to it yet. */
export function waitingMarkdown(asked: WaitingChanges): string[] {
  const { targetId, stepId, hash, message, changes } = asked;
  return [
    '',
    `## Waits for an approval of its own: ${plain(targetId ?? '')}`,
    '',
    ...factTable([
      ['Step', stepId && code(stepId)],
      ['Why', message && plain(message)],
      ['Hash of what is asked for', code(hash)],
    ]),
    '',
    summaryLine(planSummary(changes)),
    ...changesMarkdown(changes),
  ];
}
