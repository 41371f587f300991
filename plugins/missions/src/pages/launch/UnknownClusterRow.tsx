import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { tableRole } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

export interface UnknownClusterRowProps {
  cluster: string;
  /** How many columns the other rows have. */
  columns: number;
  onRemove(cluster: string): void;
}

/** A cluster that an address or an entity names and nobody knows. */
export function UnknownClusterRow(props: UnknownClusterRowProps) {
  const { cluster, columns, onRemove } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <tr {...tableRole('row')}>
      <th scope="row" {...tableRole('rowheader')} data-long>
        <span>{t('launch.unknownCluster', { cluster })}</span>
      </th>
      <td {...tableRole('cell')} colSpan={columns - 1}>
        <div className={styles.unknown}>
          <Button
            size="small"
            variant="secondary"
            aria-label={t('launch.removeCluster', { cluster })}
            onPress={({ target }) => {
              focusNextRow(target);
              onRemove(cluster);
            }}
          >
            {t('launch.remove')}
          </Button>
          <span className={styles.muted}>{t('launch.unknownRemedy')}</span>
        </div>
      </td>
    </tr>
  );
}

/** The row goes away, and with it the place where the keyboard is. */
function focusNextRow(button: Element) {
  const row = button.closest('tr');
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  next?.querySelector<HTMLElement>('button, input')?.focus();
}
