import { useNow } from '../../hooks';
import { useTimeWords } from '../../text';
import { exactTime } from './formatTime';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Props of {@link RelativeTime}. @public */
export interface RelativeTimeProps {
  date: Date;
}

/** How long ago or how far ahead, with the exact time on hover. @public */
export const RelativeTime = ({ date }: RelativeTimeProps) => {
  const young = Math.abs(date.getTime() - Date.now()) < MINUTE_MS;
  const now = useNow(young ? SECOND_MS : undefined);
  const { relative } = useTimeWords();
  return (
    <time
      dateTime={date.toISOString()}
      title={exactTime(date)}
      style={{ whiteSpace: 'nowrap' }}
    >
      {relative(date.getTime() - now.getTime())}
    </time>
  );
};
