import { useMemo, useState } from 'react';
import type {
  Plan,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import { useStateWords, useText } from '../../text';
import { ClusterChip } from '../ClusterChip';
import { StatusMark } from '../StatusMark';
import { groupTargets, type PlanGroup } from './groupTargets';
import { PlanDetail } from './PlanDetail';
import { PlanSummaryLine } from './PlanSummaryLine';
import { changeId, changeMeta, changeNote, changesInWords } from './planWords';
import styles from './PlanView.module.css';

/** Props of {@link PlanView}. @public */
export interface PlanViewProps {
  plan: Plan;
  /** Only this target. */
  targetId?: string;
  /** There are clusters that the plan says nothing about. */
  incomplete?: boolean;
}

/**
 * What will change, by cluster: targets with equal changes are folded, objects
 * that stay as they are come last, folded unless there is a reason to read, and
 * the chosen object is shown in full.
 * @public
 */
export const PlanView = ({ plan, targetId, incomplete }: PlanViewProps) => {
  const t = useText();
  const groups = useMemo(
    () =>
      groupTargets(
        plan.targets.filter(
          target => !targetId || target.targetId === targetId,
        ),
      ),
    [plan, targetId],
  );
  const [chosen, setChosen] = useState<string>();
  const first = groups
    .flatMap(group => group.changes.map(change => idOf(group, change)))
    .find(id => !id.endsWith(' noop'));
  const selected = chosen ?? first;
  const found = groups
    .flatMap(group => group.changes.map(change => ({ group, change })))
    .find(({ group, change }) => idOf(group, change) === selected);

  const refused = groups.some(group => problemsOf(group).length > 0);

  return (
    <div className={styles.plan}>
      <PlanSummaryLine summary={plan.summary} />
      <div className={styles.columns}>
        <div className={styles.tree}>
          {groups.map((group, index) => (
            <Group
              key={group.id}
              group={group}
              open={index === 0 || groups.length < 4}
              selected={selected}
              onSelect={setChosen}
            />
          ))}
        </div>
        {found ? (
          <PlanDetail
            key={selected}
            change={found.change}
            targets={found.group.targets}
          />
        ) : (
          <p className={styles.nothing}>
            {t(incomplete || refused ? 'plan.notComplete' : 'plan.nothing')}
          </p>
        )}
      </div>
    </div>
  );
};

interface GroupProps {
  group: PlanGroup;
  open: boolean;
  selected?: string;
  onSelect: (id: string) => void;
}

function Group({ group, open, selected, onSelect }: GroupProps) {
  const t = useText();
  const words = useStateWords();
  const problems = problemsOf(group);
  const counted = changesInWords(words, group.changes);
  const nothing = t(problems.length > 0 ? 'plan.none' : 'plan.nothingToWrite');
  const each =
    group.targets.length > 1 ? t('plan.each', { changes: counted }) : counted;
  const inWords = counted
    ? [each, problems.length > 0 && t('plan.cutShort')]
        .filter(Boolean)
        .join(', ')
    : nothing;
  const writes = group.changes.filter(change => change.kind !== 'noop');
  const same = group.changes.filter(change => change.kind === 'noop');
  // Why an object is left as it is has to be read before it is approved.
  const kept = same.filter(({ note }) => note);
  const asIs = same.filter(({ note }) => !note);
  return (
    <details
      className={styles.group}
      open={open || kept.length > 0 || problems.length > 0}
    >
      <summary className={styles.summary}>
        <span className={styles.clusters}>
          {group.targets.length > 1 && (
            <span className={styles.muted}>{t('plan.sameOn')}</span>
          )}
          {group.targets.map(({ targetId, cluster }) => (
            <ClusterChip
              key={targetId}
              cluster={cluster ?? { name: targetId }}
            />
          ))}
        </span>
        <span className={styles.words}>{inWords}</span>
      </summary>
      {problems.map(problem => (
        <div
          key={`${problem.stepId} ${problem.code}`}
          className={styles.problem}
        >
          <StatusMark tone="fail">{problem.message}</StatusMark>
          {problem.remedy && (
            <div className={styles.muted}>{problem.remedy}</div>
          )}
        </div>
      ))}
      <Changes
        {...{ group, selected, onSelect }}
        changes={[...writes, ...kept]}
      />
      {asIs.length > 0 && (
        <details
          className={styles.same}
          open={writes.length === 0 && kept.length === 0}
        >
          <summary className={styles.sameSummary}>
            {t('plan.asIs', { number: String(asIs.length) })}
          </summary>
          <Changes {...{ group, selected, onSelect }} changes={asIs} />
        </details>
      )}
    </details>
  );
}

interface ChangesProps {
  group: PlanGroup;
  changes: readonly PlannedChange[];
  selected?: string;
  onSelect: (id: string) => void;
}

function Changes({ group, changes, selected, onSelect }: ChangesProps) {
  const t = useText();
  const words = useStateWords();
  return (
    <ul className={styles.changes}>
      {changes.map(change => {
        const id = idOf(group, change);
        const { kind, namespace, name } = change.object;
        return (
          <li key={id}>
            <button
              type="button"
              className={styles.change}
              aria-current={id === selected || undefined}
              data-irreversible={Boolean(change.irreversible) || undefined}
              data-conflict={change.kind === 'conflict' || undefined}
              onClick={() => onSelect(id)}
            >
              <span className={styles.mark} aria-hidden="true">
                {changeMeta[change.kind].mark}
              </span>
              <span className={styles.name}>
                <span className={styles.hidden}>
                  {words.change(change.kind)}{' '}
                </span>
                {kind}/
                <span className={styles.muted}>
                  {namespace ? `${namespace}/${name}` : name}
                </span>
              </span>
              <span className={styles.note}>
                {changeNote(t, words, change)}
              </span>
              {change.kind === 'noop' && change.note && (
                <span className={styles.reason}>{change.note}</span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What stands in the way; the same on every target of a group. */
function problemsOf({ targets: [first] }: PlanGroup) {
  return first?.problems ?? [];
}

function idOf(group: PlanGroup, change: PlannedChange): string {
  return `${group.id} ${changeId(change)} ${change.kind}`;
}
