import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button, ButtonIcon, SearchField, ToggleButton } from '@backstage/ui';
import {
  RiArrowDownLine,
  RiArrowUpLine,
  RiDownloadLine,
  RiSkipDownLine,
} from '@remixicon/react';
import type { LogLine } from '@mission-control/plugin-missions-common';
import { useAction, type ActionState } from '../../hooks/useAction';
import { useText } from '../../text';
import { ErrorState } from '../ErrorState';
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
  /** How many lines were written before these. @default 0 */
  olderCount?: number;
  /** Loads some of them; absent when no more can be shown. */
  loadOlder?: ActionState<[]>;
  /** The lines are not here yet. */
  reading?: boolean;
  /** The lines, or newer ones, could not be read. */
  unread?: boolean;
  /** All lines for the download, page by page. @default `lines` */
  readAll?: () => AsyncIterable<readonly LogLine[]>;
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
  const { lines, olderCount = 0, loadOlder, live, fileName, label } = props;
  const { reading, unread, readAll } = props;
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

  // What is read stays where it is when older lines come before it.
  const firstSeq = lines[0]?.seq;
  const seenFirst = useRef(firstSeq);
  useLayoutEffect(() => {
    const before = seenFirst.current;
    seenFirst.current = firstSeq;
    if (box.current && before !== undefined && firstSeq < before) {
      const later = rows.findIndex(({ line }) => line.seq > before);
      const added = (later < 0 ? rows.length : later) - 1;
      box.current.scrollTop += added * ROW_PX;
      measure();
    }
  }, [firstSeq, rows, box, measure]);

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

  const saving = useAction(() => download(readAll?.() ?? [lines], fileName));
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
            isPending={saving.pending}
            onPress={() => saving.run()}
          >
            {t('log.download')}
          </Button>
        </span>
      </div>
      {saving.error && <ErrorState error={saving.error} />}
      {unread && <p className={styles.note}>{t('log.unread')}</p>}
      {olderCount > 0 && (
        <div className={styles.note}>
          <span>{t('log.older', { count: olderCount })}</span>{' '}
          {loadOlder ? (
            <Button
              size="small"
              variant="secondary"
              isPending={loadOlder.pending}
              onPress={() => {
                setFollow(false);
                loadOlder.run();
              }}
            >
              {t('log.loadOlder')}
            </Button>
          ) : (
            <span>{t('log.olderFull')}</span>
          )}
        </div>
      )}
      {loadOlder?.error && <ErrorState error={loadOlder.error} />}
      {rows.length === 0 ? (
        !unread && (
          <p className={styles.empty}>{t(noLines({ reading, live }))}</p>
        )
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

function noLines(options: { reading?: boolean; live?: boolean }) {
  if (options.reading) {
    return 'log.reading';
  }
  return options.live ? 'log.noneYet' : 'log.none';
}

/** A part of the file for each page: the browser may keep them on its disk. */
async function download(
  pages: AsyncIterable<readonly LogLine[]> | Iterable<readonly LogLine[]>,
  fileName: string,
) {
  const parts: Blob[] = [];
  for await (const page of pages) {
    parts.push(new Blob(page.map(textOf)));
  }
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

function textOf({ at, level, text }: LogLine): string {
  return `${at.toISOString()} ${level.padEnd(5)} ${text}\n`;
}
