import { useRef, useState, type RefObject } from 'react';
import { useHotkeys } from '@mission-control/plugin-missions-react';

/**
 * `j` and `k` walk over the rows (`data-row-id`) below `root`, Enter opens the
 * first link of the row. Returns the row that they are on.
 */
export function useRowKeys(root: RefObject<HTMLElement>): string | undefined {
  const [currentId, setCurrentId] = useState<string>();
  // Keys may come quicker than a page is drawn: each goes on from the last.
  const current = useRef<string>();
  const rows = () => [
    ...(root.current?.querySelectorAll<HTMLElement>('[data-row-id]') ?? []),
  ];
  const move = (by: number) => {
    const all = rows();
    const at = all.findIndex(row => row.dataset.rowId === current.current);
    const next = all[at === -1 && by < 0 ? all.length - 1 : at + by];
    if (next) {
      current.current = next.dataset.rowId;
      setCurrentId(current.current);
      next.scrollIntoView?.({ block: 'nearest' });
    }
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    ...(currentId && {
      Enter: () =>
        rows()
          .find(row => row.dataset.rowId === currentId)
          ?.querySelector<HTMLElement>('a')
          ?.click(),
    }),
  });
  return currentId;
}
