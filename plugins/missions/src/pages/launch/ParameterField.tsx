import {
  NumberField,
  PasswordField,
  Select,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import type { ParameterRow } from '../mission/parameterRows';

export interface ParameterFieldProps {
  row: ParameterRow;
  value: unknown;
  /** Shown at the field. */
  error?: string;
  onChange(value: unknown): void;
}

/** The field that fits a parameter's schema. */
export function ParameterField(props: ParameterFieldProps) {
  const { row, value, error, onChange } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const isDefaulted =
    value === undefined && row.defaultValue !== undefined && !row.required;
  const description = isDefaulted
    ? [
        row.description,
        t('launch.ifEmpty', { value: wordOf(row.defaultValue) }),
      ]
        .filter(Boolean)
        .join(' ')
    : row.description;
  const common = {
    name: row.name,
    label: row.title,
    description: error ?? description,
    isRequired: row.required,
    isInvalid: error !== undefined,
  };
  if (row.type === 'boolean') {
    return (
      <Switch
        name={row.name}
        label={row.title}
        isSelected={value === true}
        onChange={onChange}
      />
    );
  }
  if (row.options) {
    return (
      <Select
        {...common}
        options={row.options.map(option => ({
          value: String(option),
          label: String(option),
        }))}
        selectedKey={value === undefined ? null : String(value)}
        onSelectionChange={key =>
          onChange(row.options?.find(option => String(option) === key))
        }
      />
    );
  }
  if (row.type === 'integer' || row.type === 'number') {
    return (
      <NumberField
        {...common}
        value={typeof value === 'number' ? value : NaN}
        minValue={row.minimum}
        maxValue={row.maximum}
        step={row.type === 'integer' ? 1 : undefined}
        onChange={number => onChange(Number.isNaN(number) ? undefined : number)}
      />
    );
  }
  if (row.type === 'array') {
    return (
      <TextAreaField
        {...common}
        value={Array.isArray(value) ? value.join('\n') : ''}
        onChange={text => onChange(parseList(text, row.itemType))}
      />
    );
  }
  if (row.type === 'object') {
    return (
      <TextAreaField
        {...common}
        value={typeof value === 'string' ? value : JSON.stringify(value ?? {})}
        onChange={text => onChange(parseJson(text))}
      />
    );
  }
  const text = {
    ...common,
    value: typeof value === 'string' ? value : '',
    onChange: (next: string) => onChange(next === '' ? undefined : next),
  };
  return row.secret ? (
    <PasswordField {...text} autoComplete="off" />
  ) : (
    <TextField {...text} autoComplete="off" />
  );
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One value a line; empty lines stay while typing and are dropped on sending. */
function parseList(text: string, itemType: string | undefined): unknown[] {
  const lines = text.split('\n');
  return itemType === 'integer' || itemType === 'number'
    ? lines.map(line => (line.trim() === '' ? '' : Number(line)))
    : lines;
}

/** The parsed object, or the text while it is not JSON yet: the backend then names the fault. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
