import { useEffect, useMemo, useRef, useState } from 'react';
import { Button, ButtonIcon, SearchField, ToggleButton } from '@backstage/ui';
import {
  RiArrowDownLine,
  RiArrowUpLine,
  RiDownloadLine,
  RiSkipDownLine,
} from '@remixicon/react';
import type { LogLine } from '@mission-control/plugin-missions-common';
import { useText } from '../../text';
import { foldRepeats, type FoldedLine } from './foldRepeats';
import { LogRow } from './LogRow';
import { useWindow } from './useWindow';
import styles from './LogPane.module.css';

/** Height of a row; lines are not wrapped, so that long logs can be windowed. */
const ROW_PX = 20;
/** Closer to the end than this is at the end. */
const AT_END_PX = 24;

/** Props of {@link LogPane}. @public */
export interface LogPaneProps {
  lines: readonly LogLine[];
  /** The backend left older lines out. */
  truncated?: boolean;
  /** Whether new lines can still come. */
  live?: boolean;
  /** Name of the file that is downloaded. */
  fileName: string;
  /** What the log is of, for screen readers. */
  label: string;
  /** Number of the line that a link points at. */
  selectedSeq?: number;
  onSelectSeq?: (seq: number) => void;
  /** Registers what the page's search key focuses. */
  searchLabel?: string;
}

/** A log: windowed, searched, followed, downloaded; repeats are folded. @public */
export const LogPane = (props: LogPaneProps) => {
  const { lines, truncated, live, fileName, label } = props;
  const t = useText();
  const { selectedSeq, onSelectSeq, searchLabel = t('log.search') } = props;
  const [query, setQuery] = useState('');
  const [hit, setHit] = useState(0);
  const [follow, setFollow] = useState(selectedSeq === undefined);
  const rows = useMemo(() => foldRepeats(lines), [lines]);
  const hits = useMemo(() => findHits(rows, query), [rows, query]);
  const { box, measure, range } = useWindow(rows.length, ROW_PX);
  const at = hits.length > 0 ? hits[hit % hits.length] : undefined;

  useEffect(() => {
    if (follow && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
      measure();
    }
  }, [rows, follow, box, measure]);

  const scrollTo = useRef((row: number) => {
    if (box.current) {
      const middle = row * ROW_PX - box.current.clientHeight / 2;
      box.current.scrollTop = Math.max(0, middle);
    }
  }).current;
  useEffect(() => {
    if (at !== undefined) {
      setFollow(false);
      scrollTo(at);
    }
  }, [at, scrollTo]);
  const linkedRow = useMemo(
    () => rows.findIndex(({ line }) => line.seq === selectedSeq),
    [rows, selectedSeq],
  );
  const linkedOnce = useRef(false);
  useEffect(() => {
    if (linkedRow >= 0 && !linkedOnce.current) {
      linkedOnce.current = true;
      scrollTo(linkedRow);
    }
  }, [linkedRow, scrollTo]);

  const step = (by: number) =>
    setHit(before => (before + by + hits.length) % Math.max(1, hits.length));

  return (
    <div className={styles.pane}>
      <div className={styles.tools}>
        <SearchField
          className={styles.search}
          size="small"
          aria-label={searchLabel}
          placeholder={searchLabel}
          value={query}
          onChange={value => {
            setQuery(value);
            setHit(0);
          }}
          onSubmit={() => step(1)}
        />
        {query && (
          <>
            <span className={styles.count} role="status">
              {hits.length === 0
                ? t('log.noHit')
                : t('log.hit', {
                    hit: String((hit % hits.length) + 1),
                    hits: String(hits.length),
                  })}
            </span>
            <ButtonIcon
              size="small"
              variant="tertiary"
              aria-label={t('log.previous')}
              icon={<RiArrowUpLine />}
              isDisabled={hits.length === 0}
              onPress={() => step(-1)}
            />
            <ButtonIcon
              size="small"
              variant="tertiary"
              aria-label={t('log.next')}
              icon={<RiArrowDownLine />}
              isDisabled={hits.length === 0}
              onPress={() => step(1)}
            />
          </>
        )}
        <span className={styles.end}>
          <ToggleButton
            className="mc-toggle"
            size="small"
            isSelected={follow}
            onChange={setFollow}
            iconStart={<RiSkipDownLine />}
          >
            {t('log.follow')}
          </ToggleButton>
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiDownloadLine />}
            isDisabled={lines.length === 0}
            onPress={() => download(lines, fileName)}
          >
            {t('log.download')}
          </Button>
        </span>
      </div>
      {truncated && <p className={styles.note}>{t('log.truncated')}</p>}
      {rows.length === 0 ? (
        <p className={styles.empty}>
          {live ? t('log.noneYet') : t('log.none')}
        </p>
      ) : (
        <div
          ref={box}
          className={styles.box}
          role="log"
          aria-label={label}
          aria-live="off"
          // A scrolled region must be reachable by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={event => {
            const { scrollTop, clientHeight, scrollHeight } =
              event.currentTarget;
            measure();
            if (scrollHeight - scrollTop - clientHeight > AT_END_PX) {
              setFollow(false);
            }
          }}
        >
          <div
            className={styles.sheet}
            style={{
              paddingTop: range.start * ROW_PX,
              paddingBottom: (rows.length - range.end) * ROW_PX,
            }}
          >
            {rows.slice(range.start, range.end).map((row, index) => (
              <LogRow
                key={row.line.seq}
                row={row}
                query={query}
                current={
                  range.start + index === at || row.line.seq === selectedSeq
                }
                onSelect={onSelectSeq}
              />
            ))}
          </div>
        </div>
      )}
    </div>
  );
};

function findHits(rows: FoldedLine[], query: string): number[] {
  const sought = query.trim().toLocaleLowerCase();
  if (!sought) {
    return [];
  }
  return rows.flatMap(({ line }, index) =>
    line.text.toLocaleLowerCase().includes(sought) ? [index] : [],
  );
}

function download(lines: readonly LogLine[], fileName: string) {
  const text = lines
    .map(
      line => `${line.at.toISOString()} ${line.level.padEnd(5)} ${line.text}\n`,
    )
    .join('');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
