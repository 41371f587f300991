import type { CSSProperties, ReactNode } from 'react';
import { Checkbox, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Fitness,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import {
  checkStatusMeta,
  ClusterChip,
  fitnessMeta,
  RelativeTime,
  StatusMark,
  tableRole,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { ScrollArea } from '../../shell/ScrollArea';
import { missionsTranslationRef } from '../../translation';
import { ClusterFilter, useClusterFilter } from './ClusterFilter';
import type { ClusterRow } from './ClusterRow';
import type { TargetRole } from './targetRule';
import { UnknownClusterRow } from './UnknownClusterRow';
import { WhatToDo } from './WhatToDo';
import styles from './Launch.module.css';

/** Up to so many characters a name stays on one line. */
const SHORT_NAME = 24;

/** Columns beside the checks: name, version, verdict, what to do. */
const FIXED_COLUMNS = 4;

/** A check that the clusters are asked. */
export interface CheckColumn {
  id: string;
  title: string;
}

export interface ClusterSectionProps {
  clusters: readonly ClusterRow[];
  /** Roles of the mission; empty when its clusters are alike. */
  roles: readonly TargetRole[];
  targets: readonly TargetChoice[];
  /** Names of chosen clusters that are none of these. */
  unknown?: readonly string[];
  /** By cluster name; absent while it was not checked. */
  fitness: Readonly<Record<string, Fitness>>;
  /** What is known to be asked before there is an answer. */
  checks?: readonly CheckColumn[];
  /** Why there is no answer. */
  note?: string;
  checking: boolean;
  /** The mission writes nothing: a read-only cluster may fit. */
  readsOnly?: boolean;
  /** Absent where the missions of a sequence name the clusters. */
  onToggle?(cluster: string, role?: string): void;
  /** Takes an unknown one out of what is chosen. */
  onRemove?(cluster: string): void;
}

/** Clusters × checks, with what to do where one does not fit. */
export function ClusterSection(props: ClusterSectionProps) {
  const { clusters, roles, targets, fitness, checking, onToggle } = props;
  const { readsOnly = false, unknown = [], checks = [], note } = props;
  const { onRemove } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const chosen = ({ name }: ClusterRow) =>
    !onToggle || targets.some(({ cluster }) => cluster === name);
  const { filter, setFilter, shown, useful } = useClusterFilter(clusters, {
    chosen,
    fitting: ({ name, problem, writable }) =>
      fitness[name]
        ? fitness[name].verdict !== 'unfit'
        : !problem && (writable || readsOnly),
  });
  if (clusters.length === 0 && unknown.length === 0) {
    return <Text color="secondary">{t('launch.noClusters')}</Text>;
  }
  const columns = columnsOf(checks, Object.values(fitness));
  const oldest = oldestOf(
    clusters.flatMap(({ name }) => fitness[name]?.checkedAt ?? []),
  );
  return (
    <>
      {/* Always there: what comes above the rows moves them under the pointer. */}
      <p className={styles.checked}>{note ?? checkedText()}</p>
      {onToggle && useful && (
        <ClusterFilter
          filter={filter}
          onChange={setFilter}
          shown={shown.length}
          total={clusters.length}
        />
      )}
      <ScrollArea label={t('launch.stepClusters')}>
        <table
          className={styles.matrix}
          style={{ '--checks': columns.length } as CSSProperties}
          {...tableRole('table')}
        >
          <thead {...tableRole('rowgroup')}>
            <tr {...tableRole('row')}>
              <th scope="col" {...tableRole('columnheader')}>
                {t('launch.cluster')}
              </th>
              <th scope="col" {...tableRole('columnheader')}>
                {t('launch.version')}
              </th>
              {columns.map(({ id, title }) => (
                <th scope="col" {...tableRole('columnheader')} key={id}>
                  {title}
                </th>
              ))}
              <th scope="col" {...tableRole('columnheader')}>
                {t('launch.verdict')}
              </th>
              <th scope="col" {...tableRole('columnheader')}>
                {t('launch.whatToDo')}
              </th>
            </tr>
          </thead>
          <tbody {...tableRole('rowgroup')}>
            {onRemove &&
              unknown.map(cluster => (
                <UnknownClusterRow
                  key={cluster}
                  cluster={cluster}
                  columns={columns.length + FIXED_COLUMNS}
                  onRemove={onRemove}
                />
              ))}
            {shown.map(renderRow)}
          </tbody>
        </table>
      </ScrollArea>
      {shown.length === 0 && (
        <p className={styles.muted}>
          {t(
            clusters.length === 0
              ? 'launch.noClusters'
              : 'launch.noClusterFound',
          )}
        </p>
      )}
    </>
  );

  function checkedText() {
    if (oldest) {
      return (
        <>
          {t('launch.checkedAt')} <RelativeTime date={oldest} />
        </>
      );
    }
    return t(checking ? 'launch.checking' : 'launch.noneChecked');
  }

  function renderChoice(cluster: ClusterRow) {
    const chip = <ClusterChip wrap cluster={cluster} />;
    if (!onToggle) {
      return chip;
    }
    const box = (label: string, content: ReactNode, role?: string) => (
      <Checkbox
        key={role}
        aria-label={label}
        isSelected={targets.some(
          target => target.cluster === cluster.name && target.role === role,
        )}
        onChange={() => onToggle(cluster.name, role)}
      >
        {content}
      </Checkbox>
    );
    if (roles.length === 0) {
      return box(t('launch.choose', { cluster: cluster.name }), chip);
    }
    return (
      <div
        className={styles.roles}
        role="group"
        aria-label={t('launch.rolesOf', { cluster: cluster.name })}
      >
        {chip}
        {roles.map(({ name, title }) =>
          box(
            t('launch.chooseAs', { cluster: cluster.name, role: title }),
            title,
            name,
          ),
        )}
      </div>
    );
  }

  function renderRow(cluster: ClusterRow) {
    const answer = fitness[cluster.name];
    const isChosen = chosen(cluster);
    return (
      <tr key={cluster.name} {...tableRole('row')}>
        <th
          scope="row"
          {...tableRole('rowheader')}
          data-long={cluster.name.length > SHORT_NAME}
        >
          {renderChoice(cluster)}
        </th>
        <td {...tableRole('cell')} data-label={t('launch.version')}>
          <code>{cluster.version ?? '?'}</code>
        </td>
        {columns.map(({ id, title }) => {
          const check = answer?.checks.find(one => one.id === id);
          // Only what was asked, or shall be, can be unknown.
          const isUnknown = answer ? check?.status === 'unknown' : isChosen;
          return (
            <td
              key={id}
              {...tableRole('cell')}
              data-label={title}
              data-unknown={isUnknown}
            >
              {check && (
                <span title={check.message}>
                  <StatusMark tone={checkStatusMeta[check.status].tone}>
                    {words.check(check.status)}
                  </StatusMark>
                </span>
              )}
              {!check && (answer || isUnknown) && (
                <span className={styles.muted}>
                  {answer ? t('launch.notAsked') : '…'}
                </span>
              )}
            </td>
          );
        })}
        <td {...tableRole('cell')} data-label={t('launch.verdict')}>
          {answer ? (
            <StatusMark tone={fitnessMeta[answer.verdict].tone}>
              {words.fitness(answer.verdict)}
            </StatusMark>
          ) : (
            <span className={styles.muted}>
              {isChosen && checking
                ? t('launch.rowChecking')
                : t('launch.notChecked')}
            </span>
          )}
        </td>
        <td
          {...tableRole('cell')}
          data-label={t('launch.whatToDo')}
          className={styles.remedy}
        >
          <WhatToDo cluster={cluster} answer={answer} chosen={isChosen} />
        </td>
      </tr>
    );
  }
}

function oldestOf(dates: readonly Date[]): Date | undefined {
  return dates.length > 0
    ? new Date(Math.min(...dates.map(Number)))
    : undefined;
}

/** The known checks, then those of the answers in the order of the first that names them. */
function columnsOf(
  known: readonly CheckColumn[],
  answers: readonly Fitness[],
): CheckColumn[] {
  const columns = new Map(known.map(({ id, title }) => [id, title]));
  for (const check of answers.flatMap(answer => answer.checks)) {
    if (!columns.has(check.id)) {
      columns.set(check.id, check.title ?? check.id);
    }
  }
  return [...columns].map(([id, title]) => ({ id, title }));
}
