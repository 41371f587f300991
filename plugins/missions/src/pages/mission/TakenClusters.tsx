import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  visibleText,
  type Mission,
} from '@mission-control/plugin-missions-common';
import { FactTable } from '../../shell/FactTable';
import { missionsTranslationRef } from '../../translation';
import { targetRule, type TargetBounds } from '../launch/targetRule';

export interface TakenClustersProps {
  mission: Pick<Mission, 'type' | 'spec'>;
}

/** How many clusters the mission takes, and which: of each role, if it has any. */
export function TakenClusters({ mission }: TakenClustersProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const rule = targetRule(mission.spec);
  if (!rule.needed) {
    return (
      <Text color="secondary">
        {t(
          mission.type === 'sequence'
            ? 'launch.noClusterSequence'
            : 'launch.noCluster',
        )}
      </Text>
    );
  }
  const columns = [t('mission.clustersCount'), t('mission.clustersWhich')];
  return rule.roles.length === 0 ? (
    <FactTable label={t('mission.clusters')} columns={columns}>
      <tr>
        <th scope="row">{countText(rule)}</th>
        <td>{renderWhich(rule)}</td>
      </tr>
    </FactTable>
  ) : (
    <FactTable
      label={t('mission.clusters')}
      columns={[t('mission.clustersRole'), ...columns]}
    >
      {rule.roles.map(role => (
        <tr key={role.name}>
          <th scope="row">{visibleText(role.title)}</th>
          <td>{countText(role)}</td>
          <td>{renderWhich(role)}</td>
        </tr>
      ))}
    </FactTable>
  );

  function countText({ min, max }: TargetBounds): string {
    if (min === max) {
      return String(min);
    }
    if (!Number.isFinite(max)) {
      return min === 0
        ? t('mission.clustersAnyNumber')
        : t('mission.clustersLeast', { min: String(min) });
    }
    return min === 0
      ? t('mission.clustersMost', { max: String(max) })
      : t('mission.clustersRange', { min: String(min), max: String(max) });
  }

  function renderWhich({ select = {} }: TargetBounds) {
    const { names, environments, labels = {} } = select;
    const lines = [
      ...(names ? [t('mission.clustersName', { names: anyOf(names) })] : []),
      ...(environments
        ? [t('mission.clustersEnvironment', { names: anyOf(environments) })]
        : []),
      ...Object.entries(labels).map(([label, value]) =>
        t('mission.clustersLabel', {
          label: visibleText(label),
          value: visibleText(value),
        }),
      ),
    ];
    return lines.length === 0
      ? t('mission.clustersAny')
      : lines.map((line, index) => (
          <div key={line}>
            {index === 0 ? line : t('mission.clustersAnd', { line })}
          </div>
        ));
  }

  function anyOf(values: readonly string[]): string {
    const names = values.map(visibleText);
    const last = names[names.length - 1] ?? '';
    return names.length < 2
      ? last
      : t('mission.clustersOr', { first: names.slice(0, -1).join(', '), last });
  }
}
