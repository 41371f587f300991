import { CronExpressionParser } from 'cron-parser';

/** Which local times a cron expression means. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly monthDays: ReadonlySet<number>;
  /** `L` as a day of the month. */
  readonly lastDay: boolean;
  readonly anyMonthDay: boolean;
  /** 1 is January. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  readonly anyWeekday: boolean;
}

const FIELD = /^[\dA-Za-z*?,/-]+$/;
const MONTHS = new Set(
  'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
);
const WEEKDAYS = new Set('SUN MON TUE WED THU FRI SAT'.split(' '));

/**
 * Reads a cron expression of five fields, or says in `fault` why it is none.
 * Names of months and weekdays, lists, ranges, steps and `L` for the last day
 * of the month are understood; `H`, `#`, seconds and nicknames such as `@daily`
 * are not.
 */
export function readCron(
  cron: string,
): CronFields | { readonly fault: string } {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) {
    return { fault: `it has ${fields.length} fields, expected 5` };
  }
  const odd = fields.find((field, at) => !isPlain(field, at));
  if (odd !== undefined) {
    return { fault: `"${odd}" is not understood` };
  }
  try {
    const { minute, hour, dayOfMonth, month, dayOfWeek } =
      CronExpressionParser.parse(fields.join(' ')).fields;
    return {
      minutes: numbers(minute.values),
      hours: numbers(hour.values),
      monthDays: new Set(numbers(dayOfMonth.values)),
      lastDay: dayOfMonth.hasLastChar,
      anyMonthDay: dayOfMonth.isWildcard,
      months: new Set(numbers(month.values)),
      weekdays: new Set(numbers(dayOfWeek.values).map(day => day % 7)),
      anyWeekday: dayOfWeek.isWildcard,
    };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** Whether only what is documented occurs in the field at a position. */
function isPlain(field: string, at: number): boolean {
  return (
    FIELD.test(field) &&
    field.split(',').every(part => {
      const words: string[] = part.match(/[A-Za-z]+/g) ?? [];
      return words.every(
        word =>
          (at === 2 && part === 'L') ||
          (at === 3 && MONTHS.has(word.toUpperCase())) ||
          (at === 4 && WEEKDAYS.has(word.toUpperCase())),
      );
    })
  );
}

function numbers(values: readonly unknown[]): number[] {
  return values.filter((value): value is number => typeof value === 'number');
}
