import { useId, useMemo, useState, type SyntheticEvent } from 'react';
import type {
  Plan,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import { useStateWords, useText } from '../../text';
import { ClusterChip } from '../ClusterChip';
import { StatusMark } from '../StatusMark';
import { groupTargets, type NamedChange, type PlanGroup } from './groupTargets';
import { PlanDetail } from './PlanDetail';
import { PlanSummaryLine } from './PlanSummaryLine';
import { changeMeta, changeNote, changesInWords, verbWord } from './planWords';
import { VisuallyHidden } from '../VisuallyHidden';
import styles from './PlanView.module.css';

/** Props of {@link PlanView}. @public */
export interface PlanViewProps {
  plan: Plan;
  /** Only this target. */
  targetId?: string;
  /** There are clusters that the plan says nothing about. */
  incomplete?: boolean;
  /** What it means here that nothing would be written, in a sentence. */
  nothing?: string;
}

/**
 * What will change, by cluster: targets with equal changes are folded. What is
 * not as it was approved before comes first, as a list of its own, then the
 * others in their order; objects that stay as they are come last, folded unless
 * there is a reason to read. The chosen object is shown in full.
 * @public
 */
export const PlanView = (props: PlanViewProps) => {
  const { plan, targetId, incomplete, nothing } = props;
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
  const [chosen, setChosen] = useState<ChosenChange>();
  const all = groups.flatMap(group =>
    group.changes.map(({ id, change }) => ({ group, id, change })),
  );
  const found =
    all.find(
      ({ group, id }) =>
        id === chosen?.id &&
        group.targets.some(target => target.targetId === chosen.targetId),
    ) ??
    all.find(({ change }) => change.drift) ??
    all.find(({ change }) => change.kind !== 'noop');

  const refused = groups.some(group => problemsOf(group).length > 0);
  const writes = all.some(({ change }) => change.kind !== 'noop');
  const nothingHere = nothing ?? t(nothingKey(all.map(({ change }) => change)));

  return (
    <div className={styles.plan}>
      <PlanSummaryLine plan={plan} />
      {found && nothing && !writes && (
        <p className={styles.nothing}>{nothing}</p>
      )}
      <div className={styles.columns}>
        <div className={styles.tree}>
          {groups.map((group, index) => (
            <Group
              key={group.id}
              group={group}
              open={index === 0 || groups.length < 4}
              selected={found?.group === group ? found.id : undefined}
              onSelect={id => setChosen({ targetId: group.id, id })}
            />
          ))}
        </div>
        {found ? (
          <PlanDetail
            key={`${found.group.id} ${found.id}`}
            change={found.change}
            targets={found.group.targets}
          />
        ) : (
          <p className={styles.nothing}>
            {incomplete || refused ? t('plan.notComplete') : nothingHere}
          </p>
        )}
      </div>
    </div>
  );
};

/** The change that somebody looks at: the plan may change around it. */
interface ChosenChange {
  targetId: string;
  id: string;
}

interface GroupProps {
  group: PlanGroup;
  /** At first; from then on it is as its reader leaves it. */
  open: boolean;
  selected?: string;
  onSelect: (id: string) => void;
}

function Group({ group, open, selected, onSelect }: GroupProps) {
  const t = useText();
  const words = useStateWords();
  const problems = problemsOf(group);
  const counted = changesInWords(
    t,
    words,
    group.changes.map(({ change }) => change),
  );
  const nothing = t(problems.length > 0 ? 'plan.none' : 'plan.nothingToWrite');
  const each =
    group.targets.length > 1 ? t('plan.each', { changes: counted }) : counted;
  const inWords = counted
    ? [each, problems.length > 0 && t('plan.cutShort')]
        .filter(Boolean)
        .join(', ')
    : nothing;
  const isNoop = ({ change }: NamedChange) => change.kind === 'noop';
  // What is not as it was approved before is why somebody reads this again.
  const drifted = group.changes.filter(({ change }) => change.drift);
  const others = group.changes.filter(({ change }) => !change.drift);
  const writes = others.filter(change => !isNoop(change));
  const same = others.filter(isNoop);
  // Why an object is left as it is has to be read before it is approved.
  const kept = same.filter(({ change }) => change.note);
  const asIs = same.filter(({ change }) => !change.note);
  const [first] = useState(open);
  const fold = useFold(first || kept.length > 0 || problems.length > 0);
  const listed = [...writes, ...kept];
  const asIsFold = useFold(drifted.length === 0 && listed.length === 0);
  return (
    <details className={styles.group} {...fold}>
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
      {problems.map((problem, index) => (
        // One step may have one problem twice, and they are not moved.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles.problem}>
          <StatusMark tone="fail">{problem.message}</StatusMark>
          {problem.remedy && (
            <div className={styles.muted}>{problem.remedy}</div>
          )}
        </div>
      ))}
      {drifted.length > 0 && (
        <Changes
          {...{ selected, onSelect }}
          title={t('plan.driftedFirst')}
          changes={drifted}
        />
      )}
      {listed.length > 0 && (
        <Changes
          {...{ selected, onSelect }}
          title={drifted.length > 0 ? t('plan.others') : undefined}
          changes={listed}
        />
      )}
      {asIs.length > 0 && (
        <details className={styles.same} {...asIsFold}>
          <summary className={styles.sameSummary}>
            {t('plan.asIs', { number: String(asIs.length) })}
          </summary>
          <Changes {...{ selected, onSelect }} changes={asIs} />
        </details>
      )}
    </details>
  );
}

/** A fold that is as its reader leaves it; until then, as it is thought to be best. */
function useFold(best: boolean) {
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? best;
  return {
    open,
    onToggle({ currentTarget }: SyntheticEvent<HTMLDetailsElement>) {
      if (currentTarget.open !== open) {
        setChosen(currentTarget.open);
      }
    },
  };
}

interface ChangesProps {
  /** Where there are several lists. */
  title?: string;
  changes: readonly NamedChange[];
  selected?: string;
  onSelect: (id: string) => void;
}

function Changes({ title, changes, selected, onSelect }: ChangesProps) {
  const t = useText();
  const words = useStateWords();
  const titleId = useId();
  return (
    <>
      {title && (
        <div id={titleId} className={styles.title}>
          {title}
        </div>
      )}
      <ul className={styles.changes} aria-labelledby={title && titleId}>
        {changes.map(({ id, change }) => {
          const { kind, namespace, name } = change.object;
          return (
            <li key={id}>
              <button
                type="button"
                className={styles.change}
                aria-current={id === selected || undefined}
                data-warn={
                  Boolean(change.irreversible || change.drift) || undefined
                }
                data-conflict={change.kind === 'conflict' || undefined}
                onClick={() => onSelect(id)}
              >
                <span className={styles.mark} aria-hidden="true">
                  {changeMeta[change.kind].mark}
                </span>
                <span className={styles.name}>
                  <VisuallyHidden>{verbWord(t, words, change)} </VisuallyHidden>
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
    </>
  );
}

/** What it means that nothing is written: only what was compared is as wanted. */
function nothingKey(changes: readonly PlannedChange[]) {
  if (changes.length === 0) {
    return 'plan.nothingRead';
  }
  // What is left as it is need not be as the mission wants it.
  return changes.some(({ note }) => note) ? 'plan.nothingKept' : 'plan.nothing';
}

/** What stands in the way; the same on every target of a group. */
function problemsOf({ targets: [first] }: PlanGroup) {
  return first?.problems ?? [];
}
