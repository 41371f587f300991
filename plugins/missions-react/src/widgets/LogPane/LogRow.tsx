import type { ReactNode } from 'react';
import { visibleText } from '@mission-control/plugin-missions-common';
import { useText } from '../../text';
import { formatClock } from '../RelativeTime';
import type { FoldedLine } from './foldRepeats';
import styles from './LogPane.module.css';

/** Colours and weights that programs give to terminals. */
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[\d;]*m/g;

/** Props of {@link LogRow}. */
export interface LogRowProps {
  row: FoldedLine;
  query: string;
  current: boolean;
  onSelect?: (seq: number) => void;
}

/** Time, level and text of a line; the time is its link. */
export const LogRow = ({ row, query, current, onSelect }: LogRowProps) => {
  const t = useText();
  const { line, count, until } = row;
  const time = formatClock(line.at);
  return (
    <div
      className={styles.row}
      data-level={line.level}
      data-current={current || undefined}
    >
      <span className={styles.time} title={line.at.toISOString()}>
        {onSelect ? (
          <button
            type="button"
            className={styles.link}
            tabIndex={-1}
            title={t('log.link')}
            onClick={() => onSelect(line.seq)}
          >
            {time}
          </button>
        ) : (
          time
        )}
      </span>
      <span className={styles.level}>{line.level}</span>
      <span className={styles.text}>
        {marked(visibleText(line.text.replace(COLOURS, '')), query)}
        {count > 1 && (
          <span className={styles.repeat}>
            {' '}
            {t('log.repeated', {
              times: String(count),
              until: formatClock(until),
            })}
          </span>
        )}
      </span>
    </div>
  );
};

function marked(text: string, query: string): ReactNode {
  const sought = query.trim().toLocaleLowerCase();
  const at = sought ? text.toLocaleLowerCase().indexOf(sought) : -1;
  if (at < 0) {
    return text;
  }
  return (
    <>
      {text.slice(0, at)}
      <mark className={styles.hit}>{text.slice(at, at + sought.length)}</mark>
      {text.slice(at + sought.length)}
    </>
  );
}
