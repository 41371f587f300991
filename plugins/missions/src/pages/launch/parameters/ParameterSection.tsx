import { useEffect, useRef, useState } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../../translation';
import type { ParameterRow } from '../../mission/parameterRows';
import { ParameterField } from './ParameterField';
import type { ParameterProblems } from './parameterProblem';
import styles from '../Launch.module.css';

/** The wish to be led to a field; each wish is a new object. */
export interface WantedField {
  name: string;
}

export interface ParameterSectionProps {
  rows: readonly ParameterRow[];
  values: Record<string, unknown>;
  problems: ParameterProblems;
  wanted?: WantedField;
  onChange(name: string, value: unknown): void;
}

/** The form; what few people set is folded, and opens where somebody has to look. */
export function ParameterSection(props: ParameterSectionProps) {
  const { rows, values, problems, wanted, onChange } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const plain = rows.filter(row => !row.advanced);
  const advanced = rows.filter(row => row.advanced);
  const changed = advanced.filter(
    ({ name, defaultValue }) => !isSame(values[name], defaultValue),
  ).length;
  const wrong = advanced.filter(({ name }) => problems[name]).length;
  const [open, setOpen] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const led = useRef<WantedField>();
  const isFolded = advanced.some(({ name }) => name === wanted?.name) && !open;
  useEffect(() => {
    if (!wanted || led.current === wanted) {
      return;
    }
    if (isFolded) {
      setOpen(true);
      return;
    }
    led.current = wanted;
    inputOf(form.current, wanted.name)?.focus();
  }, [wanted, isFolded]);
  const field = (row: ParameterRow) => (
    <ParameterField
      key={row.name}
      row={row}
      value={values[row.name]}
      problem={problems[row.name]}
      onChange={value => onChange(row.name, value)}
    />
  );
  if (rows.length === 0) {
    return <Text color="secondary">{t('launch.noParameters')}</Text>;
  }
  return (
    <div ref={form}>
      <div className={styles.fields}>{plain.map(field)}</div>
      {advanced.length > 0 && (
        <Accordion isExpanded={open} onExpandedChange={setOpen}>
          <AccordionTrigger
            title={[
              t('launch.advanced', { count: advanced.length }),
              changed > 0
                ? t('launch.advancedChanged', { count: changed })
                : t('launch.advancedDefault'),
              wrong > 0 && t('launch.advancedWrong', { count: wrong }),
            ]
              .filter(Boolean)
              .join(', ')}
          />
          <AccordionPanel>
            <div className={styles.fields}>{advanced.map(field)}</div>
          </AccordionPanel>
        </Accordion>
      )}
    </div>
  );
}

/** What takes the keyboard in the field of a parameter. */
function inputOf(form: HTMLElement | null, name: string) {
  const field = [
    ...(form?.querySelectorAll<HTMLElement>('[data-parameter]') ?? []),
  ].find(({ dataset }) => dataset.parameter === name);
  const usable = [
    ...(field?.querySelectorAll<HTMLElement>('input, textarea, button') ?? []),
  ].filter(
    element =>
      element.getAttribute('type') !== 'hidden' &&
      !element.closest('[aria-hidden="true"]'),
  );
  return usable.find(({ tagName }) => tagName !== 'BUTTON') ?? usable[0];
}

/** An empty field is as good as no value. */
function isSame(value: unknown, defaultValue: unknown): boolean {
  const plain = (one: unknown) =>
    one === undefined || one === '' ? 'null' : JSON.stringify(one);
  return plain(value) === plain(defaultValue);
}
