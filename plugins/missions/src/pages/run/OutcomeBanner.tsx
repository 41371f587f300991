import { ToggleButton } from '@backstage/ui';
import { RiThumbDownLine, RiThumbUpLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type Run,
  personName,
} from '@mission-control/plugin-missions-common';
import {
  Banner,
  isSequenceTarget,
} from '@mission-control/plugin-missions-react';
import { lookOf } from '../../shell/lookOf';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import { ChildLink } from './ChildLink';
import { NextUndo } from './NextUndo';
import { RecordOffer } from './RecordOffer';
import { isNamedIn } from './isNamedIn';
import { isTakenBack, outcomeFacts } from './outcomeFacts';
import { takenBackOn } from './takenBackOn';
import { useNameList } from './useNameList';
import { useOutcomeText } from './useOutcomeText';
import type { RunPageData } from './useRunPage';
import { useSequenceName } from './useSequenceName';
import { verificationRecord } from './verificationRecord';
import { foundByReads } from './foundByReads';

export interface OutcomeBannerProps {
  page: RunPageData;
  routes: MissionsRoutes;
}

/** After the end: what came out, in one sentence, and whether it was wanted. */
export function OutcomeBanner({ page, routes }: OutcomeBannerProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { run, actions } = page;
  const words = useRunWords();
  const sequence = useSequenceName(run);
  const outcomeText = useOutcomeText(sequence);
  const list = useNameList();
  const { feedback } = actions;
  const thumb = (value: 'up' | 'down', label: string) => (
    <ToggleButton
      className="mc-toggle"
      size="small"
      isSelected={run.feedback === value}
      isDisabled={feedback.pending}
      iconStart={value === 'up' ? <RiThumbUpLine /> : <RiThumbDownLine />}
      onChange={selected => feedback.run(selected ? value : 'none')}
    >
      {label}
    </ToggleButton>
  );
  const evidence = page.evidence.kind === 'ready' ? page.evidence.data : [];
  const facts = outcomeFacts(
    run,
    evidence,
    page.journal.kind === 'ready' ? page.journal.data : undefined,
  );
  const { title, notes } = outcomeText(facts, lookOf(run) && words.word(run));
  const record = verificationRecord(run, facts, {
    by: personName(run.initiator),
    reference: `${window.location.origin}${window.location.pathname}`,
  });
  const rejected = run.approvals.find(
    ({ state, targetId }) => state === 'rejected' && !targetId,
  );
  const no = rejected?.decisions.find(({ decision }) => decision === 'reject');
  const by = personName(no?.by ?? '');
  const rejection =
    no &&
    (no.comment
      ? t('run.rejectedTitleBecause', { by, comment: no.comment })
      : t('run.rejectedTitle', { by }));
  const causes = foundByReads(run, evidence);
  // What was proven once is not so any more.
  const isGone = run.state === 'succeeded' && isTakenBack(run);
  const told = [
    ...(isGone && title ? [t('shell.beforeUndo', { outcome: title })] : []),
    ...causes.map(({ clusters, text }) =>
      causes.length > 1
        ? t('run.foundCauseOn', { clusters: list([...clusters]), text })
        : t('run.foundCause', { text }),
    ),
    ...(no ? [] : reasonsOf(run)),
    ...notes,
    ...(run.undoneBy && !isGone ? undoneText() : []),
  ];
  function undoneText(): string[] {
    const { back, except, standing } = takenBackOn(run);
    if (isTakenBack(run)) {
      return [t('run.undoneAlready')];
    }
    if (sequence || standing.length === 0) {
      return [t('run.undoneButKept')];
    }
    return [
      back.length > 0 && t('shell.takenBackOn', { clusters: list(back) }),
      except.length > 0 &&
        t('shell.takenBackOnExcept', { clusters: list(except) }),
    ].filter(text => text !== false);
  }
  if (!isTerminal(run.state) || page.evidence.kind === 'loading') {
    return null;
  }
  return (
    <Banner
      tone={words.tone(run)}
      title={
        rejection ||
        (isGone && t('run.undoneAlready')) ||
        title ||
        run.outcome ||
        words.word(run)
      }
      actions={
        // A plan that nobody wanted did nothing that could be wanted.
        run.allowed.includes('feedback') &&
        !no && (
          <span role="group" aria-label={t('run.outcomeFeedback')}>
            {thumb('up', t('run.thumbsUp'))}{' '}
            {thumb('down', t('run.thumbsDown'))}
          </span>
        )
      }
    >
      {told.map(note => (
        <div key={note}>{note}</div>
      ))}
      {sequence && !!run.children?.length && (
        <div>
          {t('sequence.missions')}{' '}
          {run.children.map(child => (
            <ChildLink key={child.id} run={child} />
          ))}
        </div>
      )}
      {record && <RecordOffer record={record} />}
      {run.undoOf && run.state === 'cancelled' && (
        <NextUndo run={run} undoOf={run.undoOf} routes={routes} />
      )}
    </Banner>
  );
}

/** Why it did not succeed, cluster by cluster. */
function reasonsOf(run: Run): string[] {
  const given = run.targetsDetail.map(({ reason }) => reason);
  if (given.length > 1 && given[0] && new Set(given).size === 1) {
    // What holds for every cluster is told once.
    return [given[0]];
  }
  const reasons = run.targetsDetail.flatMap(({ id, reason }) => {
    if (!reason) {
      return [];
    }
    return isNamedIn(reason, id) || isSequenceTarget(id)
      ? [reason]
      : [`${id}: ${reason}`];
  });
  return reasons.length > 0 ? reasons : [run.reason ?? ''].filter(Boolean);
}
