import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ActionDescription } from '@mission-control/plugin-missions-common';
import { ScrollArea } from '../../shell/ScrollArea';
import { missionsTranslationRef } from '../../translation';
import { FieldTable } from './FieldTable';
import styles from './Actions.module.css';

export interface ActionEntryProps {
  action: ActionDescription;
}

/** One action or check: what it does, what it takes and gives, its examples. */
export function ActionEntry({ action }: ActionEntryProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <Accordion>
      <AccordionTrigger>
        <span className={styles.trigger}>
          <span className={styles.name}>
            <code>{action.id}</code>{' '}
            {action.effect === 'write' && (
              <span className={styles.effect}>{t('actions.write')}</span>
            )}
          </span>{' '}
          <span className={styles.what}>{action.description}</span>
        </span>
      </AccordionTrigger>
      <AccordionPanel>
        <div className={styles.panel}>
          {action.effect === 'write' && (
            <Text as="p" color="secondary">
              {action.undo
                ? t('actions.undo', { text: action.undo })
                : t('actions.noUndo')}
            </Text>
          )}
          {action.examples.map(example => (
            <figure key={example.description} className={styles.example}>
              <figcaption>{example.description}</figcaption>
              <ScrollArea label={example.description} className={styles.code}>
                <pre>{example.yaml}</pre>
              </ScrollArea>
            </figure>
          ))}
          <FieldTable
            title={t('actions.input')}
            certain={t('actions.required')}
            schema={action.input}
          />
          {action.kind === 'action' && (
            <FieldTable
              title={t('actions.output')}
              certain={t('actions.always')}
              schema={action.output}
            />
          )}
        </div>
      </AccordionPanel>
    </Accordion>
  );
}
