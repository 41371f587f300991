import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ScrollArea } from '../../shell/ScrollArea';
import { missionsTranslationRef } from '../../translation';
import type { ParameterRow } from './parameterRows';
import styles from './Mission.module.css';

export interface ParameterTableProps {
  rows: readonly ParameterRow[];
}

/** What can be set, and what it means. */
export function ParameterTable({ rows }: ParameterTableProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (rows.length === 0) {
    return <Text color="secondary">{t('mission.noParameters')}</Text>;
  }
  return (
    <ScrollArea label={t('mission.parameters')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('mission.parameterName')}</th>
            <th scope="col">{t('mission.parameterDefault')}</th>
            <th scope="col">{t('mission.parameterMeaning')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name}>
              <th scope="row">
                {row.title}
                <span className={styles.muted}>
                  {row.required ? ` ${t('mission.required')}` : ''}
                  {row.secret ? ` ${t('mission.secret')}` : ''}
                </span>
              </th>
              <td>
                <code>{formatDefault(row)}</code>
              </td>
              <td>{row.description ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function formatDefault(row: ParameterRow): string {
  if (row.defaultValue === undefined) {
    return '';
  }
  if (row.secret) {
    return '***';
  }
  return typeof row.defaultValue === 'string'
    ? row.defaultValue
    : JSON.stringify(row.defaultValue);
}
