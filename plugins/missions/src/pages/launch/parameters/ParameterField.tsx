import { visibleText } from '@mission-control/plugin-missions-common';
import { useId, useState } from 'react';
import {
  PasswordField,
  Select,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { StatusMark } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../../translation';
import type { ParameterRow } from '../../mission/parameterRows';
import { isSame, type ParameterProblem } from './parameterProblem';
import {
  isEmpty,
  parameterKind,
  textOf,
  valueOf,
  wordOf,
} from './parameterValue';
import { useFieldHint } from './useFieldHint';
import { useProblemText } from './useProblemText';
import styles from '../Launch.module.css';

/** The choice of no option. */
const NONE = 'none';

export interface ParameterFieldProps {
  row: ParameterRow;
  value: unknown;
  /** What is wrong; that nothing is there is told once somebody was here. */
  problem?: ParameterProblem;
  onChange(value: unknown): void;
}

/** The field that fits a parameter's schema, and below it what is wrong. */
export function ParameterField(props: ParameterFieldProps) {
  const { row, value, problem, onChange } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const [touched, setTouched] = useState(false);
  const problemText = useProblemText();
  const hint = useFieldHint();
  const errorId = useId();
  const isDefaulted =
    isEmpty(value) && row.defaultValue !== undefined && !row.required;
  const change = (next: unknown) => {
    setTouched(true);
    onChange(next);
  };
  const text = useText({ row, value, onChange: change });
  const error =
    problem && (touched || problem.kind !== 'missing')
      ? problemText(problem, text.value)
      : undefined;
  const seen = visibleText(text.value);
  const description =
    [
      row.description,
      hint(row),
      isDefaulted && t('launch.ifEmpty', { value: wordOf(row.defaultValue) }),
      !row.secret && seen !== text.value && t('launch.unseen', { value: seen }),
    ]
      .filter(Boolean)
      .join(' ') || undefined;
  const common = {
    name: row.name,
    label: row.title,
    description,
    isRequired: row.required,
    isInvalid: error !== undefined,
    'aria-describedby': error === undefined ? undefined : errorId,
  };
  return (
    <div data-parameter={row.name}>
      {renderField()}
      {error !== undefined && (
        <div id={errorId} className={styles.fieldError}>
          <StatusMark tone="fail">{error}</StatusMark>
        </div>
      )}
    </div>
  );

  function renderField() {
    switch (parameterKind(row)) {
      case 'switch':
        return (
          <Switch
            name={row.name}
            label={row.title}
            aria-describedby={common['aria-describedby']}
            isSelected={(value ?? row.defaultValue) === true}
            onChange={change}
          />
        );
      case 'choice':
        return renderChoice();
      case 'number':
        // No field of numbers: it drops what does not fit, and reads a point
        // or a comma as the browser's language has it.
        return (
          <TextField
            {...common}
            {...text}
            inputMode={row.type === 'integer' ? 'numeric' : 'decimal'}
            autoComplete="off"
          />
        );
      case 'lines':
      case 'json':
        return <TextAreaField {...common} {...text} autoComplete="off" />;
      default:
        return row.secret ? (
          <PasswordField {...common} {...text} autoComplete="off" />
        ) : (
          <TextField {...common} {...text} autoComplete="off" />
        );
    }
  }

  function renderChoice() {
    const options = row.options ?? [];
    const index =
      value === undefined
        ? -1
        : options.findIndex(option => isSame(option, value));
    return (
      <Select
        {...common}
        options={[
          ...(row.required
            ? []
            : [{ value: NONE, label: t('launch.noChoice') }]),
          ...options.map((option, at) => ({
            value: String(at),
            label: wordOf(option),
          })),
        ]}
        selectedKey={index < 0 ? null : String(index)}
        onSelectionChange={key =>
          change(key === NONE ? undefined : options[Number(key)])
        }
      />
    );
  }
}

/** The text as it was typed, while it stands for the value: none is put in order under the pen. */
function useText(
  props: Pick<ParameterFieldProps, 'row' | 'value' | 'onChange'>,
) {
  const { row, value, onChange } = props;
  const [typed, setTyped] = useState<{ text: string; value: string }>();
  return {
    value:
      typed?.value === JSON.stringify(value ?? null)
        ? typed.text
        : textOf(row, value),
    onChange(text: string) {
      const next = valueOf(row, text);
      setTyped({ text, value: JSON.stringify(next ?? null) });
      onChange(next);
    },
  };
}
