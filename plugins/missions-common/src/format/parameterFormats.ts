import { durationSeconds } from './duration';
import type { ParameterSchema } from './parameterSchema';

type Format = NonNullable<ParameterSchema['format']>;

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** What each format of a string parameter accepts. */
const FORMATS: Readonly<Record<Format, (text: string) => boolean>> = {
  uri: text => isUri(text),
  email: text => /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text),
  hostname: text =>
    text.length <= 253 && text.split('.').every(label => LABEL.test(label)),
  ipv4: text => isIpv4(text),
  ipv6: text => isIpv6(text),
  date: text => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDate(`${text}T00:00:00Z`),
  'date-time': text =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(
      text,
    ) && isDate(text),
  uuid: text =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(
      text,
    ),
  duration: text => durationSeconds(text) !== undefined,
};

/** Whether a text has the format. */
export function matchesFormat(format: Format, text: string): boolean {
  return FORMATS[format](text);
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text) && URL.canParse(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 &&
    parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  );
}

function isIpv6(text: string): boolean {
  return (
    text.includes(':') &&
    /^[0-9a-f:.]+$/i.test(text) &&
    URL.canParse(`http://[${text}]/`)
  );
}

function isDate(text: string): boolean {
  const date = new Date(text);
  return (
    !Number.isNaN(date.getTime()) &&
    // 2026-02-30 is read as 2 March
    (!text.endsWith('T00:00:00Z') ||
      date.toISOString().startsWith(text.slice(0, 10)))
  );
}
