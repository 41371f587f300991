import {
  StateGate,
  type StateGateProps,
} from '@mission-control/plugin-missions-react';
import { PageHead, type PageHeadProps } from './PageHead';

export type PageGateProps<T> = StateGateProps<T> &
  Pick<PageHeadProps, 'title' | 'crumbs'>;

/** A page that is nothing without its data: then its head still says where one is, and leads away. */
export function PageGate<T>({ title, crumbs, ...gate }: PageGateProps<T>) {
  const { kind } = gate.state;
  return (
    <>
      {(kind === 'denied' || kind === 'error') && (
        <PageHead title={title} crumbs={crumbs} />
      )}
      <StateGate {...gate} />
    </>
  );
}
