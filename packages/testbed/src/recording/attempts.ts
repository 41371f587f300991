import { isDeepStrictEqual } from 'node:util';
import type { ApiResponse } from '@mission-control/plugin-missions-backend-module-demo/conformance';
import { anotherValue } from './anotherValue';
import { leavesOf, patternOf, pointerOf, type Leaf } from './leaves';
import type { Probe, Stored } from './Probe';

/** How a server says that a field cannot be changed. */
export interface Refusal {
  /** The field that the server names: `spec.selector`. */
  readonly field: string;
  readonly reason: string;
  /** What it says of it, without the value. */
  readonly rule: string;
}

/** What came of the attempt to change a leaf. */
export interface Attempt {
  /** `spec.containers[].image` */
  readonly path: string;
  /** `unsettled`: refused, but because of the value that was tried. */
  readonly outcome: 'changed' | 'kept' | 'refused' | 'unsettled';
  readonly refusals: readonly Refusal[];
}

const LASTING =
  /immutable|may not change|cannot change|cannot be changed|may not be changed|not updatable|updates? .*forbidden|may not update|may only change/i;
const SERVERS_OWN = ['apiVersion', 'kind', 'metadata', 'status'];

/** Tries to change each leaf of a stored object, by dry runs. */
export async function attemptChanges(
  probe: Probe,
  { path, object }: Stored,
): Promise<Attempt[]> {
  const own = Object.entries(object).filter(
    ([field]) => !SERVERS_OWN.includes(field),
  );
  const attempts: Attempt[] = [];
  for (const leaf of leavesOf(Object.fromEntries(own))) {
    attempts.push(await attempt(probe, path, leaf));
  }
  return attempts;
}

async function attempt(
  probe: Probe,
  object: string,
  { path, value }: Leaf,
): Promise<Attempt> {
  const wanted = anotherValue(path, value);
  const answer = await probe.change(object, pointerOf(path), wanted);
  const pattern = patternOf(path);
  if (answer.status === 200) {
    const now = path.reduce<any>((part, key) => part?.[key], answer.body);
    const outcome = isDeepStrictEqual(now, value) ? 'kept' : 'changed';
    return { path: pattern, outcome, refusals: [] };
  }
  const refusals = refusalsOf(answer);
  const outcome = refusals.length > 0 ? 'refused' : 'unsettled';
  return { path: pattern, outcome, refusals };
}

function refusalsOf({ body }: ApiResponse): Refusal[] {
  const causes: any[] = body.details?.causes ?? [];
  return causes
    .filter(({ message }) => LASTING.test(message))
    .map(({ field, reason, message }) => ({
      field,
      reason,
      rule: ruleOf(message),
    }));
}

/** `Invalid value: {"a":"b"}: field is immutable` says `field is immutable`. */
function ruleOf(message: string): string {
  const [line] = message.split('\n');
  return line.startsWith('Invalid value: ')
    ? line.slice(line.lastIndexOf(': ') + 2)
    : line.replace(/^Forbidden: /, '');
}
