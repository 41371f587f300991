import { useNow } from '../../hooks';
import { useTimeWords } from '../../text';

/** Props of {@link RelativeTime}. @public */
export interface RelativeTimeProps {
  date: Date;
}

/** How long ago or how far ahead, with the exact time on hover. @public */
export const RelativeTime = ({ date }: RelativeTimeProps) => {
  const now = useNow();
  const { relative } = useTimeWords();
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {relative(date.getTime() - now.getTime())}
    </time>
  );
};
