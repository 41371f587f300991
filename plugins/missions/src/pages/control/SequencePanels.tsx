import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  Panel,
  PersonChip,
  RelativeTime,
  SequenceGraph,
  StateGate,
  StatusMark,
  stepStateMeta,
  useStateWords,
  type GraphNode,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import {
  countEnded,
  progressOf,
  sequenceNodes,
  type Sequence,
  type SequenceNode,
} from './sequenceNodes';
import styles from './Control.module.css';

export interface SequencePanelsProps {
  runs: readonly RunSummary[];
  /** The sequences among them. */
  state: ViewState<Sequence[]>;
  routes: MissionsRoutes;
}

/** Every running sequence as a graph, with its waves. */
export function SequencePanels(props: SequencePanelsProps) {
  const { runs, state, routes } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!runs.some(({ type }) => type === 'sequence')) {
    return null;
  }
  return (
    <StateGate state={state} loadingLabel={t('control.sequencesLoading')}>
      {sequences =>
        sequences.map(sequence => (
          <SequencePanel
            key={sequence.run.id}
            sequence={sequence}
            routes={routes}
          />
        ))
      }
    </StateGate>
  );
}

function SequencePanel(props: { sequence: Sequence; routes: MissionsRoutes }) {
  const { sequence, routes } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const states = useStateWords();
  const words = useRunWords();
  const { run } = sequence;
  return (
    <Panel
      className={styles.panel}
      title={t('control.sequence', { title: run.title })}
      aside={
        <span className={styles.aside}>
          <StatusMark tone={words.tone(run)}>{words.word(run)}</StatusMark>
          <DemoTag demo={run.demo} />
          <PersonChip entityRef={run.initiator} />
          <RelativeTime date={run.startedAt ?? run.createdAt} />
        </span>
      }
      actions={
        <Link href={routes.run(run.id)} variant="body-small">
          {t('control.openRun')}
        </Link>
      }
      padded
    >
      <SequenceGraph
        label={t('control.sequenceSteps', { title: run.title })}
        nodes={sequenceNodes(sequence).map(toGraphNode)}
      />
    </Panel>
  );

  function toGraphNode(node: SequenceNode): GraphNode {
    const { id, title, tone, child, step, needs, waves } = node;
    return {
      id,
      title,
      tone,
      needs,
      word: child ? words.word(child) : states.step(step.state),
      detail: detailOf(node),
      href: child && routes.run(child.id),
      waves: waves.map(({ number, targets }) => ({
        title:
          waves.length > 1
            ? t('control.wave', { number: String(number + 1) })
            : t('control.clusters', { count: targets.length }),
        items: targets.map(target => ({
          id: target.id,
          ...words.on(child ?? run, target),
          detail: progressText(progressOf(target)),
        })),
      })),
    };
  }

  function detailOf({ child, step }: SequenceNode): string | undefined {
    if (child) {
      return t('control.ended', {
        ended: String(countEnded(child)),
        total: String(child.targetsDetail.length),
      });
    }
    return ['idle', 'cancelled'].includes(stepStateMeta[step.state].tone)
      ? undefined
      : step.error?.message ?? step.progress?.text;
  }

  function progressText(progress?: { done: number; total: number }) {
    return (
      progress &&
      t('control.progress', {
        done: String(progress.done),
        total: String(progress.total),
      })
    );
  }
}
