import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  openStepStates,
  personName,
  runPassWindowsPermission,
  type Hold,
  type Run,
} from '@mission-control/plugin-missions-common';
import { Banner, useBrakes } from '@mission-control/plugin-missions-react';
import { Moment } from '../../shell/brakes/BrakeLine';
import { BrakeNotice } from '../../shell/brakes/BrakeNotice';
import { brakesOn } from '../../shell/brakes/brakesOn';
import { useBrakeWords } from '../../shell/brakes/useBrakeWords';
import { missionsTranslationRef } from '../../translation';
import type { RunDialog } from './RunDialogs';
import { useNameList } from './useNameList';

export interface HoldBannerProps {
  run: Run;
  onDialog(dialog: RunDialog): void;
}

/** What holds the writes of a run, or will; and who let it pass. */
export function HoldBanner({ run, onDialog }: HoldBannerProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { windowPass } = run;
  return (
    <>
      {windowPass && (
        <Banner
          tone="warn"
          role="note"
          title={t('brake.passed', {
            reason: windowPass.reason,
            by: personName(windowPass.by),
          })}
        />
      )}
      <Brakes run={run} onDialog={onDialog} />
    </>
  );
}

function Brakes({ run, onDialog }: HoldBannerProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (isTerminal(run.state) || run.planOnly) {
    return null;
  }
  const may = run.allowed.includes('passWindows');
  const pass = may && (
    <Button
      variant="secondary"
      onPress={() => onDialog({ kind: 'passWindows' })}
    >
      {t('brake.pass')}
    </Button>
  );
  const mayNot = !may && (
    <div>
      {t('brake.passMayNot', { permission: runPassWindowsPermission.name })}
    </div>
  );
  if (run.takesBack) {
    return <Exempt run={run} />;
  }
  const holds = run.targetsDetail.flatMap(({ id, held }) =>
    held ? [{ id, held }] : [],
  );
  if (holds.length > 0) {
    return (
      <>
        {groupsOf(holds).map(({ ids, held }) => (
          <HeldBanner key={held.message} ids={ids} held={held}>
            {held.kind === 'window' && { pass, mayNot }}
          </HeldBanner>
        ))}
      </>
    );
  }
  const clusters = writesOf(run);
  if (clusters.length === 0) {
    return null;
  }
  return (
    <BrakeNotice
      clusters={clusters}
      passesWindows={run.windowPass !== undefined}
      actions={pass}
    >
      {mayNot}
    </BrakeNotice>
  );
}

interface HeldBannerProps {
  ids: readonly string[];
  held: Hold;
  /** How to let it pass; nothing: nobody can. */
  children: false | { pass: ReactNode; mayNot: ReactNode };
}

function HeldBanner({ ids, held, children }: HeldBannerProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useBrakeWords();
  const list = useNameList();
  const isFreeze = held.kind === 'freeze';
  const what = isFreeze
    ? `${words.frozen(held)}: ${words.because(held)}`
    : t('brake.windowClosed', { window: held.name ?? '' });
  return (
    <Banner
      tone="pause"
      title={t('brake.waits', { hold: what })}
      actions={children && children.pass}
    >
      <div>
        {!ids.includes('-') &&
          `${t('brake.willWaitOn', { clusters: list(ids) })} `}
        {held.at && (
          <>
            {t('brake.since')} <Moment at={held.at} />
            {held.until && ', '}
          </>
        )}
        {held.until && (
          <>
            {t(isFreeze ? 'brake.until' : 'brake.opens')}{' '}
            <Moment at={held.until} />
          </>
        )}
        {!isFreeze && !held.until && t('brake.never')}
      </div>
      <div>{t(isFreeze ? 'brake.goesOnFreeze' : 'brake.goesOnWindow')}</div>
      {children && children.mayNot}
    </Banner>
  );
}

/** Said only while something would hold another run there. */
function Exempt({ run }: { run: Run }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const brakes = useBrakes();
  const held =
    brakes.kind === 'ready' &&
    brakesOn(brakes.data, clustersOf(run)).length > 0;
  return held ? (
    <Banner tone="idle" role="note" title={t('brake.exempt')} />
  ) : null;
}

/** Clusters on which it still has something to write; before its plan, a look has nothing. */
function writesOf({ type, targetsDetail }: Run) {
  return targetsDetail
    .filter(({ state }) => !isTerminal(state))
    .filter(({ steps }) =>
      steps.length === 0
        ? type !== 'orbit'
        : steps.some(
            ({ effect, state }) =>
              effect === 'write' && openStepStates.includes(state),
          ),
    )
    .map(({ cluster }) => cluster);
}

function clustersOf(run: Run) {
  return run.targetsDetail
    .filter(({ state }) => !isTerminal(state))
    .map(({ cluster }) => cluster);
}

/** Clusters that are held by the same thing, together. */
function groupsOf(
  holds: readonly { id: string; held: Hold }[],
): { ids: string[]; held: Hold }[] {
  const groups = new Map<string, { ids: string[]; held: Hold }>();
  for (const { id, held } of holds) {
    const group = groups.get(held.message) ?? { ids: [], held };
    group.ids.push(id);
    groups.set(held.message, group);
  }
  return [...groups.values()];
}
