import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { runReadPermission } from '@mission-control/plugin-missions-common';
import { mayEach } from '../authorize';

/** How the engine names another run in words for people. */
const NAMED = /\b([Rr])un ([0-9a-hjkmnp-tv-z]{26})\b/g;

/**
 * The same answer, in whose words runs that may not be read have no name. Words
 * stay as they were when they were said: for what a run waits, what stands in
 * the way of its plan, who wrote an object since.
 */
export async function hideOtherRuns<T>(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  /** May be read: it was asked for. */
  runId?: string;
  answer: T;
}): Promise<T> {
  const { permissions, credentials, runId, answer } = options;
  const named = new Set<string>();
  mapTexts(answer, text => {
    for (const [, , id] of text.matchAll(NAMED)) {
      named.add(id);
    }
    return text;
  });
  named.delete(runId ?? '');
  const ids = [...named];
  const may = await mayEach({
    permissions,
    credentials,
    asked: ids.map(resourceRef => ({
      permission: runReadPermission,
      resourceRef,
    })),
  });
  const hidden = new Set(ids.filter((_, index) => !may[index]));
  return hidden.size === 0
    ? answer
    : mapTexts(answer, text =>
        text.replace(NAMED, (whole, first: string, id: string) => {
          const word = first === 'R' ? 'Another run' : 'another run';
          return hidden.has(id) ? word : whole;
        }),
      );
}

/** Every text of a value of JSON, dates left as they are. */
function mapTexts<T>(value: T, map: (text: string) => string): T;
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return map(value);
  }
  if (Array.isArray(value)) {
    return value.map(item => mapTexts(item, map));
  }
  if (value?.constructor === Object) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]),
    );
  }
  return value;
}
