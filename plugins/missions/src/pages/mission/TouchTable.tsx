import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Mission } from '@mission-control/plugin-missions-common';
import { FactTable } from '../../shell/FactTable';
import { missionsTranslationRef } from '../../translation';

export interface TouchTableProps {
  touches: NonNullable<Mission['touches']>;
  /** Only a plan names all that it touches. */
  unknown?: boolean;
}

/** Kinds and verbs that the mission can reach. */
export function TouchTable({ touches, unknown }: TouchTableProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (touches.length === 0) {
    return (
      <Text color="secondary">
        {t(unknown ? 'mission.touchesUnknown' : 'mission.touchesNothing')}
      </Text>
    );
  }
  return (
    <>
      <FactTable
        label={t('mission.touches')}
        columns={[t('mission.kind'), t('mission.where'), t('mission.verbs')]}
      >
        {touches.map(touch => (
          <tr key={`${touch.apiVersion}/${touch.kind}/${touch.namespace}`}>
            <th scope="row">{touch.kind}</th>
            <td>
              {touch.namespace ? (
                <code>{touch.namespace}</code>
              ) : (
                t('mission.wholeCluster')
              )}
            </td>
            <td>
              <code>{touch.verbs.join(' ')}</code>
            </td>
          </tr>
        ))}
      </FactTable>
      {unknown && (
        <Text as="p" color="secondary">
          {t('mission.touchesUnknown')}
        </Text>
      )}
    </>
  );
}
