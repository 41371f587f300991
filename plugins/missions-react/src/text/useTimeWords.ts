import { useMemo } from 'react';
import { useText, type Text } from './useText';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Younger than this is now. */
const NOW_MS = 5 * SECOND;
/** What is late by less than this may still come at any moment. */
const DUE_MS = MINUTE;

/** Lengths of time in the reader's language. @public */
export interface TimeWords {
  /** The age of something in its largest unit: `4 min`, `3 h`, `2 d`. */
  age: (milliseconds: number) => string;
  /** A length of time in one or two units: `0.4 s`, `3 min 02 s`, `2 h 5 min`. */
  duration: (milliseconds: number) => string;
  /** How far from now: `in 3 h`, `4 min ago`, `just now`. */
  relative: (ahead: number) => string;
  /** The same of what did not come yet: `in a moment` while it is due. */
  due: (ahead: number) => string;
}

/** Words for ages and lengths of time. @public */
export function useTimeWords(): TimeWords {
  const t = useText();
  return useMemo(() => createTimeWords(t), [t]);
}

function createTimeWords(t: Text): TimeWords {
  const age = (milliseconds: number) => {
    const ms = Math.abs(milliseconds);
    if (ms < MINUTE) {
      return t('time.seconds', { seconds: String(Math.round(ms / SECOND)) });
    }
    if (ms < HOUR) {
      return t('time.minutes', { minutes: String(Math.floor(ms / MINUTE)) });
    }
    return ms < DAY
      ? t('time.hours', { hours: String(Math.floor(ms / HOUR)) })
      : t('time.days', { days: String(Math.floor(ms / DAY)) });
  };
  const relative = (ahead: number) => {
    if (Math.abs(ahead) < NOW_MS) {
      return t('time.now');
    }
    return ahead > 0
      ? t('time.ahead', { age: age(rounded(ahead)) })
      : t('time.ago', { age: age(ahead) });
  };
  return {
    age,
    duration: milliseconds => durationOf(t, Math.max(0, milliseconds)),
    relative,
    due: ahead =>
      ahead > -DUE_MS && ahead < NOW_MS ? t('time.soon') : relative(ahead),
  };
}

/** What is ahead is told to the nearest unit: a deadline set for 24 h is not in 23 h. */
function rounded(ms: number): number {
  const unit = [DAY, HOUR, MINUTE].find(length => ms >= length - length / 48);
  return unit ? Math.round(ms / unit) * unit : ms;
}

function durationOf(t: Text, ms: number): string {
  if (ms < 10 * SECOND) {
    return t('time.seconds', { seconds: (ms / SECOND).toFixed(1) });
  }
  if (ms < MINUTE) {
    return t('time.seconds', { seconds: String(Math.round(ms / SECOND)) });
  }
  if (ms < HOUR) {
    return t('time.minutesSeconds', {
      minutes: String(Math.floor(ms / MINUTE)),
      seconds: String(Math.floor((ms % MINUTE) / SECOND)).padStart(2, '0'),
    });
  }
  if (ms < DAY) {
    return t('time.hoursMinutes', {
      hours: String(Math.floor(ms / HOUR)),
      minutes: String(Math.floor((ms % HOUR) / MINUTE)),
    });
  }
  return t('time.daysHours', {
    days: String(Math.floor(ms / DAY)),
    hours: String(Math.floor((ms % DAY) / HOUR)),
  });
}
