import type { StepError } from '@mission-control/plugin-missions-common';

/** Facts that fit beside each other; the rest is in the evidence. */
const MAX_FACTS = 5;

/** One fact about a failing object. */
export interface CulpritFact {
  name: string;
  text: string;
}

/**
 * What the cluster says about a failing object, as short facts: values as they
 * are, of lists the last entry, of objects their message, reason or status.
 */
export function culpritFacts({ culprit, object }: StepError): CulpritFact[] {
  const facts = Object.entries(culprit ?? {})
    .map(([name, value]) => ({ name: words(name), text: textOf(value) }))
    .filter(({ text }) => text !== '');
  return facts.length === 0 && object
    ? [{ name: 'API', text: object.apiVersion }]
    : facts.slice(0, MAX_FACTS);
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
