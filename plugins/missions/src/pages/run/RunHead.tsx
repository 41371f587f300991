import { Button, ButtonLink, Link } from '@backstage/ui';
import {
  RiArchiveLine,
  RiArrowGoBackLine,
  RiPauseLine,
  RiPlayLine,
} from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type RunState,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  CopyButton,
  exactTime,
  LiveMark,
  PersonChip,
  RelativeTime,
  StatusMark,
  useNow,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import { PageHead } from '../../shell/PageHead';
import { TypeTag } from '../../shell/TypeTag';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { shortId } from '../../shell/shortId';
import { isChoice } from '../../shell/isChoice';
import { missionsTranslationRef } from '../../translation';
import type { RunDialog } from './RunDialogs';
import { isTakenBack } from './outcomeFacts';
import { undoUnderWay } from './undoUnderWay';
import { useNameList } from './useNameList';
import { useSequenceName } from './useSequenceName';
import type { RunPageData } from './useRunPage';

/** Beyond it, a run that nothing has begun with waits for the engine. */
const BEGINS_MS = 5_000;

export interface RunHeadProps {
  page: RunPageData;
  routes: MissionsRoutes;
  onDialog(dialog: RunDialog): void;
}

/** Which run, in which state, who started it, and what stops it. */
export function RunHead({ page, routes, onDialog }: RunHeadProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { run, actions, liveness, asOf, held } = page;
  const words = useRunWords();
  const may = (action: (typeof run.allowed)[number]) =>
    run.allowed.includes(action);
  const need = run.waitingForMe?.[0];
  const list = useNameList();
  const queued = run.state === 'queued';
  const now = useNow(queued ? 1_000 : 60_000);
  const waitsPlace =
    queued && now.getTime() - run.createdAt.getTime() > BEGINS_MS;
  const sequence = useSequenceName(run);
  const inState = (state: RunState) => {
    const ids = run.targetsDetail
      .filter(target => target.state === state)
      .map(({ id }) => id);
    return { clusters: list(ids), count: ids.length };
  };
  const drifted = isChoice(run);
  const undoing = undoUnderWay(run);
  const needWords = {
    approval: t('run.waitsApproval'),
    decision: sequence
      ? t('sequence.waitsDecision', sequence)
      : t('run.waitsDecision', inState('needs_decision')),
    gate: t(run.pauseRequested ? 'run.waitsGateHeld' : 'run.waitsGate'),
    blocked: blockedWord(),
  };
  function blockedWord() {
    if (drifted) {
      return t('run.waitsChoice');
    }
    return sequence
      ? t('sequence.waitsBlocked', sequence)
      : t('run.waitsBlocked', inState('blocked'));
  }
  const headWord = () => {
    if (held) {
      return need === 'approval' ? t('run.waitsApprovalHeld') : t('shell.held');
    }
    const open = run.targetsDetail.filter(({ state }) => !isTerminal(state));
    if (open.length > 0 && open.every(({ waitsFor }) => waitsFor?.length)) {
      return t('run.turnWord');
    }
    if (waitsPlace) {
      return t('run.waitsPlace');
    }
    return need ? needWords[need] : words.word(run);
  };
  const runLink = (id: string) => (
    <Link href={routes.run(id)} variant="body-small">
      {t('run.runLink', { id: shortId(id) })}
    </Link>
  );
  return (
    <PageHead
      crumbs={[
        { label: t('run.crumbRuns'), href: routes.runs() },
        { label: t('run.crumbRun', { id: shortId(run.id) }) },
      ]}
      title={run.title}
      mark={
        <>
          <StatusMark tone={need || held ? 'wait' : words.tone(run)} pill>
            {headWord()}
          </StatusMark>
          <DemoTag demo={run.demo} />
        </>
      }
      meta={[
        <TypeTag type={run.type} />,
        <>
          {t('run.version')}{' '}
          <Link
            href={routes.mission(run.missionRef, {
              version: run.missionVersion,
              run: run.id,
            })}
            variant="body-small"
          >
            {run.missionRef}
          </Link>
          <code>{run.missionVersion.slice(0, 7)}</code>
        </>,
        <>
          {t('run.startedBy')} <PersonChip entityRef={run.initiator} />{' '}
          <RelativeTime date={run.startedAt ?? run.createdAt} />
        </>,
        run.undoOf && (
          <>
            {t('run.undoOf')} {runLink(run.undoOf)}
          </>
        ),
        ...(run.undoRuns ?? []).filter(isUndo).map(undo => (
          <>
            {t(undoKey(undo))} {runLink(undo.id)}
            {!sequence && ` (${list(undo.targets.map(({ id }) => id))})`}
            {undo.undoneBy && (
              <>
                , {t('run.restoredBy')} {runLink(undo.undoneBy)}
              </>
            )}
          </>
        )),
        run.parentRunId && (
          <>
            {t('run.parentLink')} {runLink(run.parentRunId)}
          </>
        ),
        run.orbitId && (
          <Link href={routes.orbit(run.orbitId)} variant="body-small">
            {t('run.orbitLink')}
          </Link>
        ),
        run.planOnly && t('run.planOnly'),
        run.undoUntil && !isTakenBack(run) && (
          <>
            {t('run.undoUntil')}{' '}
            <b title={exactTime(run.undoUntil)}>
              {run.undoUntil.toLocaleDateString(undefined, {
                dateStyle: 'medium',
              })}
            </b>
          </>
        ),
        <LiveMark liveness={liveness} asOf={asOf} />,
      ]}
      actions={
        <>
          {may('pause') && (
            <Button
              variant="secondary"
              iconStart={<RiPauseLine />}
              isPending={actions.pause.pending}
              onPress={() => actions.pause.run()}
            >
              {t('run.pause')}
            </Button>
          )}
          {may('resume') && (
            <Button
              variant="secondary"
              iconStart={<RiPlayLine />}
              isPending={actions.resume.pending}
              onPress={() => actions.resume.run()}
            >
              {t('run.resume')}
            </Button>
          )}
          {may('cancel') && (
            <Button
              variant="secondary"
              onPress={() => onDialog({ kind: 'cancel' })}
            >
              {t('run.cancel')}
            </Button>
          )}
          {undoing && (
            <ButtonLink
              variant="secondary"
              iconStart={<RiArrowGoBackLine />}
              href={routes.run(undoing.id)}
            >
              {t('run.undoing')}
            </ButtonLink>
          )}
          {may('undo') && !undoing && (
            <Button
              variant="secondary"
              iconStart={<RiArrowGoBackLine />}
              onPress={() => onDialog({ kind: 'undoAll' })}
            >
              {t('run.undo')}
            </Button>
          )}
          {may('undoKit') && !undoing && (
            <Button
              variant="secondary"
              iconStart={<RiArchiveLine />}
              onPress={() => onDialog({ kind: 'undoKit' })}
            >
              {t('run.kit')}
            </Button>
          )}
          <CopyButton label={t('run.copyLink')} text={window.location.href} />
        </>
      }
    />
  );
}

/** A plan of an undo, or one that was called off, took nothing back. */
function isUndo({ state }: RunSummary): boolean {
  return !['planned', 'cancelled'].includes(state);
}

function undoKey({ state }: RunSummary) {
  if (state === 'succeeded') {
    return 'run.undoneBy';
  }
  return isTerminal(state) ? 'run.undoFailedIn' : 'run.undoingBy';
}
