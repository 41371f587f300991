import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { inputFields } from '@mission-control/plugin-missions-common';
import { FactTable } from '../../shell/FactTable';
import { ScrollArea } from '../../shell/ScrollArea';
import { missionsTranslationRef } from '../../translation';
import styles from './Actions.module.css';

export interface FieldTableProps {
  title: string;
  /** What a property that is never left out is called: required, always. */
  certain: string;
  schema: object;
}

/** What an action takes or gives, property by property; its schema on demand. */
export function FieldTable({ title, certain, schema }: FieldTableProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const fields = inputFields(schema);
  return (
    <section className={styles.fields} aria-label={title}>
      <h4 className={styles.fieldsTitle}>{title}</h4>
      {fields.length > 0 && (
        <FactTable
          label={title}
          columns={[
            t('actions.fieldName'),
            t('actions.fieldType'),
            t('actions.fieldMeaning'),
          ]}
        >
          {fields.map(({ name, type, required, description }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
                {required && <small>{` ${certain}`}</small>}
              </th>
              <td>{type}</td>
              <td>{description}</td>
            </tr>
          ))}
        </FactTable>
      )}
      <details className={styles.schema}>
        <summary>{t('actions.schema')}</summary>
        <ScrollArea label={t('actions.schema')} className={styles.code}>
          <pre>{JSON.stringify(schema, null, 2)}</pre>
        </ScrollArea>
      </details>
    </section>
  );
}
