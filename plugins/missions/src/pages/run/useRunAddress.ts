import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Tabs of a step. */
export const stepTabs = [
  'log',
  'changes',
  'evidence',
  'journal',
  'input',
] as const;
export type StepTab = (typeof stepTabs)[number];

/** What the address bar holds of the run page. */
export interface RunAddress {
  target?: string;
  step?: string;
  tab?: StepTab;
  /** Number of the log line. */
  line?: number;
}

/** The view of the run page, kept in the address bar. */
export function useRunAddress() {
  const [params, setParams] = useSearchParams();
  const tab = stepTabs.find(name => name === params.get('tab'));
  const line = Number(params.get('line'));
  const address: RunAddress = {
    target: params.get('target') ?? undefined,
    step: params.get('step') ?? undefined,
    tab,
    line: params.has('line') && Number.isInteger(line) ? line : undefined,
  };
  const setAddress = useCallback(
    (change: RunAddress) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          for (const [key, value] of Object.entries(change)) {
            if (value === undefined) {
              next.delete(key);
            } else {
              next.set(key, String(value));
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { address, setAddress };
}
