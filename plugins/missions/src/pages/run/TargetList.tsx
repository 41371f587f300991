import { Fragment } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  failedStepStates,
  isStepDone,
  movingStepStates,
  type Run,
  type RunTarget,
  type Step,
} from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  Panel,
  SegmentBar,
  SoftWrap,
  StatusMark,
  useNow,
  useTimeWords,
  type Segment,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { clustersOf } from '../../shell/clustersOf';
import { isLook } from '../../shell/lookOf';
import { plansAwaited } from '../../shell/plansAwaited';
import { standingOn } from '../../shell/standing';
import { stepTone } from '../../shell/stepTone';
import { useNamedCluster } from '../../shell/useNamedCluster';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import { useNameList } from './useNameList';
import { useSequenceName } from './useSequenceName';
import styles from './Run.module.css';

export interface TargetListProps {
  run: Run;
  selectedId?: string;
  onSelect(targetId: string): void;
  /** How a cluster that was looked at is drawn; its state does not say it. */
  markOf(target: RunTarget): { tone: Tone; word: string } | undefined;
}

/** The clusters of a run by wave, each with its progress and what is going on. */
export function TargetList(props: TargetListProps) {
  const { run, selectedId, onSelect, markOf } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const targets = run.targetsDetail;
  const waves = new Set(targets.map(target => target.wave ?? 0));
  const words = useRunWords();
  const list = useNameList();
  const { due } = useTimeWords();
  const now = useNow(10_000);
  const sequence = useSequenceName(run);
  /** Who helps itself is not waited for without end. */
  const withoutThem = (awaited: readonly string[]) => {
    const away = targets.filter(
      ({ id, looksAgain }) => looksAgain && awaited.includes(id),
    );
    const until = Math.max(
      ...away.map(({ looksAgain }) => looksAgain!.until.getTime()),
    );
    const cluster = list(away.map(({ id }) => id));
    return away.length > 0
      ? [`${t('run.blockedUntil', { cluster })} ${due(until - now.getTime())}.`]
      : [];
  };
  const planned = (target: RunTarget) => {
    const awaited = plansAwaited(run, target);
    return awaited.length > 0
      ? {
          mark: { tone: 'idle' as const, word: t('shell.waitsPlans') },
          reason: [
            t('run.waitsPlansOf', {
              clusters: list(awaited),
              count: awaited.length,
            }),
            ...withoutThem(awaited),
          ].join(' '),
        }
      : undefined;
  };
  const waits = ({ waitsFor, queued }: RunTarget) => {
    if (waitsFor?.length) {
      return { mark: { tone: 'idle' as const, word: t('run.turnWord') } };
    }
    const { clusterBusy, clusterFull, ahead = 0 } = queued ?? {};
    if (clusterBusy !== undefined) {
      return { reason: t('run.queuedBusy', { count: clusterBusy }) };
    }
    if (clusterFull) {
      return { reason: t('run.queuedFull') };
    }
    return ahead > 0
      ? { reason: t('run.queuedAhead', { count: ahead }) }
      : undefined;
  };
  const looked = targets.filter(markOf).length;
  const clusters = words.clusters(run);
  const verified = clusters.filter(({ tone }) => tone === 'ok').length;
  const back = clustersOf(run).filter(
    ({ of, target }) => standingOn(of, target).kind === 'undone',
  ).length;
  const proofOf = () => {
    if (back > 0 && verified === 0) {
      return t('shell.takenBackOf', {
        back: String(back),
        total: String(clusters.length),
      });
    }
    return t('run.verifiedOf', {
      verified: String(verified),
      total: String(clusters.length),
    });
  };
  const identities = [
    ...new Set(targets.flatMap(({ identity }) => identity ?? [])),
  ];
  return (
    <Panel
      className={styles.clusters}
      title={t(
        sequence && clusters.length === 0 ? 'sequence.title' : 'run.clusters',
      )}
      actions={
        clusters.length > 0 && (
          <span className={styles.muted}>
            {isLook(run)
              ? t('run.lookedOf', {
                  looked: String(looked),
                  total: String(targets.length),
                })
              : proofOf()}
          </span>
        )
      }
    >
      <ul className={styles.targets}>
        {targets.map((target, index) => {
          const newWave =
            waves.size > 1 && target.wave !== targets[index - 1]?.wave;
          return (
            <Fragment key={target.id}>
              {newWave && (
                <li className={styles.wave}>
                  {t('run.wave', { wave: String((target.wave ?? 0) + 1) })}
                </li>
              )}
              <li>
                <TargetRow
                  run={run}
                  target={target}
                  names={sequence ? clusters.map(({ id }) => id) : []}
                  selected={target.id === selectedId}
                  onSelect={() => onSelect(target.id)}
                  mark={markOf(target) ?? words.on(run, target)}
                  {...waits(target)}
                  {...planned(target)}
                />
              </li>
            </Fragment>
          );
        })}
      </ul>
      {identities.length > 0 && (
        <p className={styles.identity}>
          {t('run.actsAs')}{' '}
          <code>
            <SoftWrap text={identities.join(', ')} />
          </code>
        </p>
      )}
    </Panel>
  );
}

interface TargetRowProps {
  run: Run;
  target: RunTarget;
  /** Clusters of the missions that it started, where it has none itself. */
  names: readonly string[];
  selected: boolean;
  onSelect(): void;
  mark: { tone: Tone; word: string };
  /** What it waits for, where the cluster itself does not say it. */
  reason?: string;
}

function TargetRow(props: TargetRowProps) {
  const { run, target, names, selected, onSelect, mark } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const active = target.startedAt && !target.finishedAt;
  const now = useNow(active ? 1_000 : 60_000);
  const { duration } = useTimeWords();
  const named = useNamedCluster({ wanted: names.length > 0 });
  const done = target.steps.filter(step => isStepDone(step.state)).length;
  const reason =
    props.reason ?? reasonOf(target, step => t('run.stoppedAt', { step }));
  const label = t('run.stepsDone', {
    done: String(done),
    total: String(target.steps.length),
  });
  return (
    <button
      type="button"
      className={styles.target}
      aria-current={selected || undefined}
      onClick={onSelect}
    >
      <span className={styles.targetLine}>
        <span className={styles.names}>
          {names.length > 0 ? (
            names.map(name => (
              <ClusterChip key={name} cluster={named(name)} wrap />
            ))
          ) : (
            <ClusterChip cluster={target.cluster} wrap />
          )}
        </span>
        {target.steps.length > 0 && (
          <span className={styles.count}>
            {done}/{target.steps.length}
          </span>
        )}
      </span>
      {target.steps.length > 0 && (
        <SegmentBar
          segments={target.steps.map(step =>
            segmentOf(step, stepTone(run, target.id, step)),
          )}
          label={label}
        />
      )}
      <span className={styles.targetLine}>
        <StatusMark tone={mark.tone}>{mark.word}</StatusMark>
        {target.startedAt && (
          <span className={styles.count} title={t('shell.timeContains')}>
            {duration(
              (target.finishedAt ?? now).getTime() - target.startedAt.getTime(),
            )}
          </span>
        )}
      </span>
      {reason && (
        <span className={styles.reason} title={reason}>
          {reason}
        </span>
      )}
    </button>
  );
}

function segmentOf(step: Step, tone: Tone): Segment {
  const { done, total } = step.progress ?? {};
  return {
    tone,
    done: total ? (done ?? 0) / total : undefined,
  };
}

function reasonOf(
  target: RunTarget,
  stoppedAt: (step: string) => string,
): string | undefined {
  const running = target.steps.find(step =>
    movingStepStates.includes(step.state),
  );
  const stopped = target.steps.find(
    ({ state, error }) => error && failedStepStates.includes(state),
  );
  if (stopped) {
    // The cause itself is told once, with the step.
    return stoppedAt(stopped.name);
  }
  return (
    target.reason ??
    (running &&
      [running.name, running.progress?.text].filter(Boolean).join(': '))
  );
}
