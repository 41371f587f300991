import { Checkbox, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CheckResult,
  Cluster,
  Fitness,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import {
  checkStatusMeta,
  ClusterChip,
  fitnessMeta,
  StatusMark,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { ScrollArea } from '../../shell/ScrollArea';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

export interface ClusterSectionProps {
  clusters: readonly Cluster[];
  /** Roles of the mission; empty when its clusters are alike. */
  roles: readonly string[];
  targets: readonly TargetChoice[];
  /** By cluster name; absent while it was not checked. */
  fitness: Readonly<Record<string, Fitness>>;
  checking: boolean;
  onToggle(cluster: string, role?: string): void;
}

/** Clusters × checks, with what to do where one does not fit. */
export function ClusterSection(props: ClusterSectionProps) {
  const { clusters, roles, targets, fitness, checking, onToggle } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  if (clusters.length === 0) {
    return <Text color="secondary">{t('launch.noClusters')}</Text>;
  }
  const columns = columnsOf(Object.values(fitness));
  return (
    <ScrollArea label={t('launch.stepClusters')}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('launch.cluster')}</th>
            <th scope="col">{t('launch.version')}</th>
            {columns.map(({ id, title }) => (
              <th scope="col" key={id}>
                {title}
              </th>
            ))}
            <th scope="col">{t('launch.verdict')}</th>
            <th scope="col">{t('launch.whatToDo')}</th>
          </tr>
        </thead>
        <tbody>{clusters.map(renderRow)}</tbody>
      </table>
    </ScrollArea>
  );

  function renderRow(cluster: Cluster) {
    const answer = fitness[cluster.name];
    const isChosen = targets.some(target => target.cluster === cluster.name);
    return (
      <tr key={cluster.name}>
        <th scope="row">
          {(roles.length > 0 ? roles : [undefined]).map(role => (
            <Checkbox
              key={role ?? ''}
              aria-label={t('launch.choose', { cluster: cluster.name })}
              isSelected={targets.some(
                target =>
                  target.cluster === cluster.name && target.role === role,
              )}
              onChange={() => onToggle(cluster.name, role)}
            >
              {role ?? <ClusterChip cluster={cluster} />}
            </Checkbox>
          ))}
          {roles.length > 0 && <ClusterChip cluster={cluster} />}
        </th>
        <td>
          <code>{cluster.version ?? '?'}</code>
        </td>
        {columns.map(({ id }) => {
          const check = answer?.checks.find(one => one.id === id);
          const isUnknown =
            isChosen && (check?.status ?? 'unknown') === 'unknown';
          return (
            <td key={id} data-unknown={isUnknown}>
              {check && (
                <StatusMark tone={checkStatusMeta[check.status].tone} iconOnly>
                  {check.message}
                </StatusMark>
              )}
            </td>
          );
        })}
        <td>
          {answer ? (
            <StatusMark tone={fitnessMeta[answer.verdict].tone}>
              {words.fitness(answer.verdict)}
            </StatusMark>
          ) : (
            <span className={styles.muted}>
              {isChosen && checking
                ? t('launch.checking')
                : t('launch.notChecked')}
            </span>
          )}
        </td>
        <td className={styles.remedy}>{whatToDo(cluster, answer)}</td>
      </tr>
    );
  }

  function whatToDo(cluster: Cluster, answer?: Fitness): string {
    if (cluster.problem) {
      return `${cluster.problem.message} ${cluster.problem.remedy ?? ''}`;
    }
    const worst = worstCheck(answer?.checks ?? []);
    if (worst) {
      return `${worst.message} ${worst.remedy?.text ?? ''}`;
    }
    return cluster.writable
      ? ''
      : t('launch.readOnly', { reason: cluster.notWritableReason ?? '' });
  }
}

/** The checks of all answers, in the order of the first that names them. */
function columnsOf(answers: readonly Fitness[]) {
  const columns = new Map<string, string>();
  for (const check of answers.flatMap(answer => answer.checks)) {
    if (!columns.has(check.id)) {
      columns.set(check.id, check.title ?? check.id);
    }
  }
  return [...columns].map(([id, title]) => ({ id, title }));
}

function worstCheck(checks: readonly CheckResult[]): CheckResult | undefined {
  return (['fail', 'unknown', 'warn'] as const)
    .map(status => checks.find(check => check.status === status))
    .find(check => check !== undefined);
}
