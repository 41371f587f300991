import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import type { ParameterRow } from '../mission/parameterRows';
import { ParameterField } from './ParameterField';
import styles from './Launch.module.css';

export interface ParameterSectionProps {
  rows: readonly ParameterRow[];
  values: Record<string, unknown>;
  errors: Record<string, string>;
  onChange(name: string, value: unknown): void;
}

/** The form; what few people set is folded. */
export function ParameterSection(props: ParameterSectionProps) {
  const { rows, values, errors, onChange } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const plain = rows.filter(row => !row.advanced);
  const advanced = rows.filter(row => row.advanced);
  const changed = advanced.filter(
    ({ name, defaultValue }) => !isSame(values[name], defaultValue),
  ).length;
  const field = (row: ParameterRow) => (
    <ParameterField
      key={row.name}
      row={row}
      value={values[row.name]}
      error={errors[row.name]}
      onChange={value => onChange(row.name, value)}
    />
  );
  if (rows.length === 0) {
    return <Text color="secondary">{t('launch.noParameters')}</Text>;
  }
  return (
    <>
      <div className={styles.fields}>{plain.map(field)}</div>
      {advanced.length > 0 && (
        <Accordion>
          <AccordionTrigger
            title={[
              t('launch.advanced', { count: advanced.length }),
              changed > 0
                ? t('launch.advancedChanged', { count: changed })
                : t('launch.advancedDefault'),
            ].join(', ')}
          />
          <AccordionPanel>
            <div className={styles.fields}>{advanced.map(field)}</div>
          </AccordionPanel>
        </Accordion>
      )}
    </>
  );
}

/** An empty field is as good as no value. */
function isSame(value: unknown, defaultValue: unknown): boolean {
  const plain = (one: unknown) =>
    one === undefined || one === '' ? 'null' : JSON.stringify(one);
  return plain(value) === plain(defaultValue);
}
