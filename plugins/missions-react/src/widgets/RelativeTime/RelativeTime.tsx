import { useNow } from '../../hooks';
import { formatAge } from './formatTime';

/** Younger than this is now. */
const NOW_MS = 5_000;

/** Props of {@link RelativeTime}. @public */
export interface RelativeTimeProps {
  date: Date;
}

/** How long ago or how far ahead, with the exact time on hover. @public */
export const RelativeTime = ({ date }: RelativeTimeProps) => {
  const now = useNow();
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {wordsFor(date.getTime() - now.getTime())}
    </time>
  );
};

function wordsFor(ahead: number): string {
  if (Math.abs(ahead) < NOW_MS) {
    return 'just now';
  }
  return ahead > 0 ? `in ${formatAge(ahead)}` : `${formatAge(ahead)} ago`;
}
