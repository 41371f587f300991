import { useNow } from '../../hooks';
import { useTimeWords } from '../../text';
import { exactTime } from './formatTime';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Props of {@link RelativeTime}. @public */
export interface RelativeTimeProps {
  date: Date;
  /**
   * It did not come yet: `in a moment` where else it was `just now`. The time
   * alone does not tell, since the clocks of server and reader differ.
   */
  due?: boolean;
}

/** How long ago or how far ahead, with the exact time on hover. @public */
export const RelativeTime = ({ date, due }: RelativeTimeProps) => {
  const young = Math.abs(date.getTime() - Date.now()) < MINUTE_MS;
  const now = useNow(young ? SECOND_MS : undefined);
  const words = useTimeWords();
  const ahead = date.getTime() - now.getTime();
  return (
    <time
      dateTime={date.toISOString()}
      title={exactTime(date)}
      style={{ whiteSpace: 'nowrap' }}
    >
      {due ? words.due(ahead) : words.relative(ahead)}
    </time>
  );
};
