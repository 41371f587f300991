import {
  visibleText,
  type StepError,
} from '@mission-control/plugin-missions-common';

/** Facts that fit beside each other; the rest is in the evidence. */
const MAX_FACTS = 5;
/** Events and lines that help; the newest come last. */
const MAX_EVENTS = 5;
const MAX_LINES = 20;

/** What is drawn by itself, not as a fact. */
const eventNames = ['events', 'lastEvents'];
const lineNames = ['previousLog', 'lines', 'log'];

/** One fact about a failing object. */
export interface CulpritFact {
  name: string;
  text: string;
}

/** An event of the cluster about a failing object. */
export interface CulpritEvent {
  reason: string;
  message: string;
  count?: number;
  at?: Date;
}

/**
 * What the cluster says about a failing object, as short facts: values as they
 * are, of lists the last entry, of objects their message, reason or status.
 */
export function culpritFacts({ culprit }: StepError): CulpritFact[] {
  return Object.entries(culprit ?? {})
    .filter(
      ([name, value]) =>
        name !== 'remedy' &&
        !lineNames.includes(name) &&
        !(eventNames.includes(name) && Array.isArray(value)),
    )
    .map(([name, value]) => ({
      name: visibleText(words(name)),
      text: visibleText(textOf(value)),
    }))
    .filter(({ text }) => text !== '')
    .slice(0, MAX_FACTS);
}

/** Events about the failing object, the newest first. */
export function culpritEvents({ culprit }: StepError): CulpritEvent[] {
  const found = eventNames.flatMap(name => culprit?.[name] ?? []);
  return (Array.isArray(found) ? found : [])
    .filter(event => event !== null && typeof event === 'object')
    .map(event => ({
      reason: visibleText(String(event.reason ?? '')),
      message: visibleText(String(event.message ?? event.note ?? '')),
      ...(typeof event.count === 'number' && { count: event.count }),
      ...dated(event.lastTimestamp ?? event.eventTime ?? event.at),
    }))
    .reverse()
    .slice(0, MAX_EVENTS);
}

/** The last lines that the failing object wrote, the newest last. */
export function culpritLines({ culprit }: StepError): string {
  const value = lineNames.map(name => culprit?.[name]).find(Boolean);
  const lines = Array.isArray(value) ? value : String(value ?? '').split('\n');
  return visibleText(lines.map(String).slice(-MAX_LINES).join('\n').trim());
}

function dated(value: unknown): { at?: Date } {
  const at = new Date(String(value ?? ''));
  return Number.isNaN(at.getTime()) ? {} : { at };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '' : textOf(value[value.length - 1]);
  }
  if (value !== null && typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    const head = [fields.type, fields.status].filter(Boolean).join(' = ');
    const tail = [fields.reason, fields.message].filter(Boolean).join(': ');
    return [head, tail].filter(Boolean).join(', ') || JSON.stringify(value);
  }
  return value === undefined || value === null ? '' : String(value);
}

function words(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLocaleLowerCase();
  return spaced.charAt(0).toLocaleUpperCase() + spaced.slice(1);
}
