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
import styles from './Actions.module.css';

export interface ActionEntryProps {
  action: ActionDescription;
}

/** One action or check: what it does, its schema, its examples. */
export function ActionEntry({ action }: ActionEntryProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const effect = t(
    action.effect === 'write' ? 'actions.write' : 'actions.read',
  );
  return (
    <Accordion>
      <AccordionTrigger
        title={action.id}
        subtitle={`${action.kind}, ${effect}`}
      />
      <AccordionPanel>
        <Text as="p">{action.description}</Text>
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
        <Schema title={t('actions.input')} schema={action.input} />
        {action.kind === 'action' && (
          <Schema title={t('actions.output')} schema={action.output} />
        )}
      </AccordionPanel>
    </Accordion>
  );
}

function Schema({ title, schema }: { title: string; schema: object }) {
  return (
    <figure className={styles.example}>
      <figcaption>{title}</figcaption>
      <ScrollArea label={title} className={styles.code}>
        <pre>{JSON.stringify(schema, null, 2)}</pre>
      </ScrollArea>
    </figure>
  );
}
