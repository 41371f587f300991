import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  openStepStates,
  type CheckResult,
  type RunTarget,
  type Step,
} from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  EmptyState,
  EvidenceList,
  exactTime,
  LogPane,
  Panel,
  StateGate,
  toYaml,
  useRunLog,
} from '@mission-control/plugin-missions-react';
import { stepTone } from '../../shell/stepTone';
import { missionsTranslationRef } from '../../translation';
import { ChangesTab } from './ChangesTab';
import { childrenOf } from './childrenOf';
import { FailureCause } from './FailureCause';
import { JournalTab } from './JournalTab';
import type { RunDialog } from './RunDialogs';
import { PREFLIGHT_STEP, PROOF_STEP } from './runSelection';
import { SequenceProof } from './SequenceProof';
import { StepChild } from './StepChild';
import { StepNow } from './StepNow';
import type { RunAddress, StepTab } from './useRunAddress';
import type { RunPageData } from './useRunPage';
import { useGateWord } from './useGateWord';
import { useSequenceName } from './useSequenceName';
import styles from './Run.module.css';

export interface StepDetailProps {
  page: RunPageData;
  target: RunTarget;
  step: Step;
  address: RunAddress;
  onAddress(change: RunAddress): void;
  onDialog(dialog: RunDialog): void;
  missionHref(missionRef: string): string;
}

/** One step on one cluster: the cause first when it failed, then its tabs. */
export function StepDetail(props: StepDetailProps) {
  const { page, target, step, address, onAddress, onDialog, missionHref } =
    props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const sequence = useSequenceName(page.run);
  const gateWord = useGateWord();
  // A decision changes what waits; who decides stays where they were.
  const stay = () => onAddress({ target: target.id });
  const isPhase = step.id === PREFLIGHT_STEP || step.id === PROOF_STEP;
  const log = useRunLog({
    runId: page.run.id,
    targetId: target.id,
    stepId: step.id,
    logs: page.logs,
    live: page.liveness === 'live',
    ended: isTerminal(page.run.state),
    fromSeq: address.line,
  });
  const evidence =
    page.evidence.kind === 'ready'
      ? page.evidence.data.filter(result => isOf(result, target, step))
      : [];
  const proving =
    sequence && step.id === PROOF_STEP && evidence.length === 0
      ? childrenOf(page.run, target)
      : [];
  const changes =
    page.plan.kind === 'ready'
      ? page.plan.data.targets
          .filter(plan => plan.targetId === target.id)
          .flatMap(plan => plan.changes)
          .filter(change => change.stepId === step.id)
      : [];
  const written =
    page.journal.kind === 'ready'
      ? page.journal.data.filter(entry => entry.targetId === target.id)
      : [];
  const journal = written.filter(entry => entry.stepId === step.id);
  const tab: StepTab = address.tab ?? (isPhase ? 'evidence' : 'log');
  const isLive =
    !isTerminal(page.run.state) && openStepStates.includes(step.state);
  const { logsRemovedAt, historyRemovedAt } = page.run;
  const isLogGone =
    logsRemovedAt !== undefined && !log.reading && log.lines.length === 0;
  const names = { step: step.name, cluster: target.id };

  return (
    <Panel
      title={step.name}
      aside={!sequence && <ClusterChip cluster={target.cluster} />}
      actions={<code className={styles.muted}>{step.action}</code>}
    >
      <StepNow
        step={step}
        tone={stepTone(page.run, target.id, step)}
        still={gateWord(page.run, target.id, step)}
        tryNow={
          page.run.allowed.includes('decide')
            ? {
                pending: page.actions.decide.pending,
                run: () =>
                  page.actions.decide.run({
                    targetId: target.id,
                    stepId: step.id,
                    decision: 'retry',
                  }),
              }
            : undefined
        }
      />
      <StepChild run={page.run} step={step} />
      <FailureCause
        page={page}
        target={target}
        step={step}
        isPhase={isPhase}
        onStay={stay}
        onDialog={dialog => {
          stay();
          onDialog(dialog);
        }}
      />
      <Tabs
        className={styles.tabs}
        selectedKey={tab}
        onSelectionChange={key => onAddress({ tab: key as StepTab })}
      >
        <TabList>
          <Tab id="log">
            {counted(t('run.tabLog'), log.olderCount + log.lines.length)}
          </Tab>
          <Tab id="changes">{counted(t('run.tabChanges'), changes.length)}</Tab>
          <Tab id="evidence">
            {counted(t('run.tabEvidence'), evidence.length + proving.length)}
          </Tab>
          <Tab id="journal">{counted(t('run.tabJournal'), journal.length)}</Tab>
          <Tab id="input">{t('run.tabInput')}</Tab>
        </TabList>
        <TabPanel id="log" className={styles.tabPanel}>
          {isLogGone ? (
            <EmptyState title={t('run.logRemovedTitle')}>
              {t('run.logRemovedText', { date: exactTime(logsRemovedAt) })}
            </EmptyState>
          ) : (
            <LogPane
              lines={log.lines}
              olderCount={log.olderCount}
              loadOlder={log.loadOlder}
              reading={log.reading}
              unread={log.error !== undefined}
              readAll={log.readAll}
              live={isLive}
              fileName={`${page.run.id}-${target.id}-${step.id}.log`}
              label={t(sequence ? 'sequence.logOf' : 'run.logOf', names)}
              selectedSeq={address.line}
              onSelectSeq={seq =>
                onAddress({
                  target: target.id,
                  step: step.id,
                  tab: 'log',
                  line: seq,
                })
              }
            />
          )}
        </TabPanel>
        <TabPanel id="changes" className={styles.tabPanel}>
          <StateGate state={page.plan} loadingLabel={t('run.planLoading')}>
            {plan => (
              <ChangesTab
                changes={changes}
                entries={journal}
                awaitsPlan={
                  !isPhase &&
                  !isTerminal(target.state) &&
                  !plan.targets.some(({ targetId }) => targetId === target.id)
                }
              />
            )}
          </StateGate>
        </TabPanel>
        <TabPanel id="evidence" className={styles.tabPanel}>
          <StateGate
            state={page.evidence}
            loadingLabel={t('shell.evidenceLoading')}
          >
            {() => {
              if (proving.length > 0) {
                return <SequenceProof proving={proving} />;
              }
              return evidence.length === 0 ? (
                <NoEvidence removedAt={historyRemovedAt} />
              ) : (
                <EvidenceList
                  results={evidence}
                  label={t(
                    sequence ? 'sequence.evidenceOf' : 'run.evidenceOf',
                    names,
                  )}
                  missionHref={missionHref}
                />
              );
            }}
          </StateGate>
        </TabPanel>
        <TabPanel id="journal" className={styles.tabPanel}>
          <StateGate state={page.journal} loadingLabel={t('run.tabJournal')}>
            {() => (
              <JournalTab
                entries={journal}
                cluster={sequence ? undefined : target.id}
                elsewhere={written.length - journal.length}
              />
            )}
          </StateGate>
        </TabPanel>
        <TabPanel id="input" className={styles.tabPanel}>
          <InputTab step={step} />
        </TabPanel>
      </Tabs>
    </Panel>
  );
}

function NoEvidence({ removedAt }: { removedAt?: Date }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return removedAt ? (
    <EmptyState title={t('run.evidenceRemovedTitle')}>
      {t('run.evidenceRemovedText', { date: exactTime(removedAt) })}
    </EmptyState>
  ) : (
    <EmptyState title={t('run.noEvidenceTitle')}>
      {t('run.noEvidenceText')}
    </EmptyState>
  );
}

function InputTab({ step }: { step: Step }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!step.input && !step.output) {
    return <EmptyState title={t('run.noInputTitle')} />;
  }
  return (
    <div className={styles.input}>
      <p className={styles.muted}>{t('run.secretsMasked')}</p>
      {step.input && <pre>{toYaml(step.input)}</pre>}
      {step.output && (
        <>
          <h3>{t('run.output')}</h3>
          <pre>{toYaml(step.output)}</pre>
        </>
      )}
    </div>
  );
}

function isOf(result: CheckResult, target: RunTarget, step: Step): boolean {
  if (result.targetId && result.targetId !== target.id) {
    return false;
  }
  if (step.id === PREFLIGHT_STEP) {
    return result.phase === 'preflight';
  }
  if (step.id === PROOF_STEP) {
    // An undo proves itself step by step.
    return (
      (['verify', 'check'].includes(result.phase) && !result.stepId) ||
      result.phase === 'undo'
    );
  }
  return result.stepId === step.id;
}

function counted(label: string, count: number): string {
  return count > 0 ? `${label} ${count}` : label;
}
