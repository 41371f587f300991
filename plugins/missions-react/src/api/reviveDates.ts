import { isFreeForm } from './freeForm';

/** Fields that the API sends as `date-time`. */
const DATE_FIELDS: ReadonlySet<string> = new Set([
  'at',
  'changesAt',
  'checkedAt',
  'createdAt',
  'decidedAt',
  'expiresAt',
  'finishedAt',
  'lastAt',
  'lastRunAt',
  'lastSlotAt',
  'lateSince',
  'madeAt',
  'nextRunAt',
  'nextSlotAt',
  'since',
  'slotAt',
  'startedAt',
  'startsAt',
  'undoUntil',
  'logsRemovedAt',
  'historyRemovedAt',
  'until',
  'waitingSince',
  'wakeAt',
]);

/**
 * Turns the `date-time` strings of an answer into dates, as the generated types
 * promise. Free-form content is not touched.
 */
export function reviveDates<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(item => reviveDates(item)) as T;
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (DATE_FIELDS.has(key) && typeof field === 'string') {
        const date = new Date(field);
        return [key, Number.isNaN(date.getTime()) ? field : date];
      }
      return [key, isFreeForm(key) ? field : reviveDates(field)];
    }),
  ) as T;
}
