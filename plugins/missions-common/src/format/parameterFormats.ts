import { durationSeconds } from './duration';

/** A format that a string parameter may have to have. @public */
export type ParameterFormat =
  | 'uri'
  | 'email'
  | 'hostname'
  | 'ipv4'
  | 'ipv6'
  | 'date'
  | 'date-time'
  | 'uuid'
  | 'duration';

/** One format of a string parameter. */
interface FormatRule {
  /** What it is, with its article. */
  readonly noun: string;
  readonly example: string;
  readonly accepts: (text: string) => boolean;
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** What each format accepts, and how people are told. */
const FORMATS: Readonly<Record<ParameterFormat, FormatRule>> = {
  uri: {
    noun: 'an address',
    example: 'https://example.com/app',
    accepts: text => isUri(text),
  },
  email: {
    noun: 'an email address',
    example: 'ada@example.com',
    accepts: text => /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text),
  },
  hostname: {
    noun: 'a host name',
    example: 'app.example.com',
    accepts: text =>
      text.length <= 253 && text.split('.').every(label => LABEL.test(label)),
  },
  ipv4: {
    noun: 'an IPv4 address',
    example: '192.0.2.1',
    accepts: text => isIpv4(text),
  },
  ipv6: {
    noun: 'an IPv6 address',
    example: '2001:db8::1',
    accepts: text => isIpv6(text),
  },
  date: {
    noun: 'a date',
    example: '2026-01-31',
    accepts: text =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && isDate(`${text}T00:00:00Z`),
  },
  'date-time': {
    noun: 'a date and time',
    example: '2026-01-31T10:00:00Z',
    accepts: text =>
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(
        text,
      ) && isDate(text),
  },
  uuid: {
    noun: 'a UUID',
    example: '123e4567-e89b-12d3-a456-426614174000',
    accepts: text =>
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(
        text,
      ),
  },
  duration: {
    noun: 'a duration',
    example: '1h30m',
    accepts: text => durationSeconds(text) !== undefined,
  },
};

/** All formats, in the order of the documentation. @public */
export const parameterFormats: readonly ParameterFormat[] = Object.freeze(
  Object.keys(FORMATS) as ParameterFormat[],
);

/** A text of the format, such as `1h30m`. @public */
export function formatExample(format: ParameterFormat): string {
  return FORMATS[format].example;
}

/** What has the format, such as `a duration such as 1h30m`. @public */
export function formatWords(format: ParameterFormat): string {
  const { noun, example } = FORMATS[format];
  return `${noun} such as ${example}`;
}

/** Whether a text has the format. */
export function matchesFormat(format: ParameterFormat, text: string): boolean {
  return FORMATS[format].accepts(text);
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
