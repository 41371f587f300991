import { Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { FactTable } from '../../shell/FactTable';
import { missionsTranslationRef } from '../../translation';
import { wordOf } from '../launch/parameters/parameterValue';
import type { ParameterRow } from './parameterRows';
import { useRuleWords } from './useRuleWords';

export interface ParameterTableProps {
  rows: readonly ParameterRow[];
}

/** What can be set, by which rule, and what it means. */
export function ParameterTable({ rows }: ParameterTableProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRuleWords();
  if (rows.length === 0) {
    return <Text color="secondary">{t('mission.noParameters')}</Text>;
  }
  return (
    <FactTable
      label={t('mission.parameters')}
      columns={[
        t('mission.parameterName'),
        t('mission.parameterRule'),
        t('mission.parameterDefault'),
        t('mission.parameterMeaning'),
      ]}
    >
      {rows.map(row => (
        <tr key={row.name}>
          <th scope="row">
            {row.title}
            {row.title !== row.name && (
              <small>
                {' '}
                <code>{row.name}</code>
              </small>
            )}
          </th>
          <td>{words.rule(row.schema, row.required)}</td>
          <td>
            <code>{formatDefault(row)}</code>
          </td>
          <td>{row.description ?? ''}</td>
        </tr>
      ))}
    </FactTable>
  );
}

function formatDefault(row: ParameterRow): string {
  if (row.defaultValue === undefined) {
    return '';
  }
  if (row.secret) {
    return '***';
  }
  return wordOf(row.defaultValue);
}
