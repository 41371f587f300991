import {
  visibleText,
  visibleValue,
} from '@mission-control/plugin-missions-common';

const PLAIN = /^[A-Za-z_/.][\w ./@%+-]*$/;
const RESERVED = /^(true|false|null|yes|no|on|off|~)$/i;

/**
 * An object as YAML to be read; not for round trips. What cannot be seen is
 * written out, in names of fields too.
 * @public
 */
export function toYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.length === 0
      ? '[]'
      : value
          .map(item => `${indent}- ${nested(item, `${indent}  `, true)}`)
          .join('\n');
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    return entries.length === 0
      ? '{}'
      : entries
          .map(
            ([key, item]) =>
              `${indent}${visibleValue(key)}:${field(item, indent)}`,
          )
          .join('\n');
  }
  return scalar(value, indent);
}

function field(value: unknown, indent: string): string {
  if (isEmptyOrScalar(value)) {
    return ` ${toYaml(value, indent)}`;
  }
  return `\n${toYaml(value, Array.isArray(value) ? indent : `${indent}  `)}`;
}

function nested(value: unknown, indent: string, inline: boolean): string {
  const text = toYaml(value, indent);
  return inline ? text.trimStart() : text;
}

function isEmptyOrScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value !== 'object' ||
    Object.keys(value).length === 0
  );
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') {
    return String(value ?? null);
  }
  if (value.includes('\n')) {
    const lines = visibleValue(value).replace(/\n$/, '').split('\n');
    return `|\n${lines.map(line => `${indent}  ${line}`).join('\n')}`;
  }
  return PLAIN.test(value) && !RESERVED.test(value) && !value.endsWith(' ')
    ? value
    : visibleText(JSON.stringify(value));
}
