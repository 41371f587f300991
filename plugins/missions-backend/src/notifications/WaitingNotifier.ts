import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MissionNotification,
  MissionNotifier,
} from '@mission-control/plugin-missions-node';
import {
  type EventRecord,
  readApprovals,
  readKept,
  readRun,
  readTargets,
  type Store,
} from '../store';
import { readDelegations } from '../store/operations/delegations';
import type { NotificationRules } from './notificationRules';
import { type Audience, isDifference, waitingNotice } from './waitingNotices';

/** Clusters of one run fail at nearly the same time, each in a transaction of its own. */
const SETTLE_MS = 2_000;

const approvalEvents = new Set([
  'approval.opened',
  'approval.approved',
  'approval.rejected',
  'approval.expired',
]);

const targetEvents = new Set([
  'target.blocked',
  'target.needs_decision',
  'target.decided',
  'target.rechecked',
]);

/**
 * Tells people when a run waits for somebody, and when it does not any more.
 * It listens to committed events of this process: the replica that made a run
 * wait tells it. A message that is lost in a crash is not sent again; the
 * portal shows what waits.
 *
 * A message is made from the run as it is when it is sent, a moment after what
 * happened: clusters that fail together are one message.
 */
export class WaitingNotifier {
  readonly #store: Store;
  readonly #notifiers: readonly MissionNotifier[];
  readonly #logger: LoggerService;
  readonly #rules: NotificationRules;
  readonly #settleMs: number;
  /** What is to be told, by run and audience, in the order in which it came. */
  readonly #pending = new Map<string, Pending>();
  #working: Promise<void> | undefined;
  #unsubscribe: () => void = () => {};
  #stopped = false;
  /** Ends the wait for what may follow. */
  #hurry: () => void = () => {};

  private constructor(options: {
    store: Store;
    notifiers: readonly MissionNotifier[];
    logger: LoggerService;
    rules: NotificationRules;
    settleMs?: number;
  }) {
    this.#store = options.store;
    this.#notifiers = options.notifiers;
    this.#logger = options.logger;
    this.#rules = options.rules;
    this.#settleMs = options.settleMs ?? SETTLE_MS;
  }

  static create(options: {
    store: Store;
    notifiers: readonly MissionNotifier[];
    logger: LoggerService;
    rules: NotificationRules;
    settleMs?: number;
  }): WaitingNotifier {
    return new WaitingNotifier(options);
  }

  start(): void {
    this.#unsubscribe = this.#store.feed.subscribe(message => {
      if (message.kind === 'event') {
        this.#take(message.event);
      }
    });
  }

  /** Ends after all that is still to be told. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopped = true;
    this.#hurry();
    while (this.#working) {
      await this.#working;
    }
  }

  #take(event: EventRecord): void {
    const { runId, type } = event;
    for (const audience of audiencesOf(event)) {
      const key = `${runId} ${audience}`;
      const known = this.#pending.get(key);
      const closed = type !== 'run.finished' || known?.closed === true;
      const due = known?.due ?? Date.now() + this.#settleMs;
      this.#pending.set(key, { runId, audience, closed, due });
    }
    this.#takeStandIn(event);
    this.#begin();
  }

  /** Who gets a voice has not heard of the approval, unless it is just about to be told. */
  #takeStandIn({ runId, type, data }: EventRecord): void {
    const audience = 'approvers';
    if (
      type !== 'approval.delegated' ||
      this.#pending.has(`${runId} ${audience}`)
    ) {
      return;
    }
    const key = `${runId} stand-ins`;
    const known = this.#pending.get(key);
    this.#pending.set(key, {
      runId,
      audience,
      closed: false,
      due: known?.due ?? Date.now() + this.#settleMs,
      only: [...(known?.only ?? []), String(data.handedTo)],
    });
  }

  /** Works while there is something to tell, also when that came just as the work ended. */
  #begin(): void {
    if (this.#pending.size > 0) {
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
        this.#begin();
      });
    }
  }

  async #work(): Promise<void> {
    for (;;) {
      const [next] = this.#pending;
      if (!next) {
        return;
      }
      await this.#wait(next[1].due - Date.now());
      const [key] = next;
      const pending = this.#pending.get(key) ?? next[1];
      this.#pending.delete(key);
      try {
        await this.#tell(pending);
      } catch (error) {
        this.#logger
          .child({ runId: pending.runId })
          .warn('A notification was not sent', error as Error);
      }
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    if (this.#stopped) {
      return;
    }
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, Math.max(milliseconds, 0));
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #tell({ runId, audience, closed, only }: Pending): Promise<void> {
    const tx = this.#store.db;
    const run = await readRun({ tx, runId });
    if (!run) {
      return;
    }
    const [targets, approvals, kept, stopped] = await Promise.all([
      readTargets({ tx, runIds: [runId] }),
      readApprovals({ tx, runIds: [runId] }),
      run.undoOf ? readKept({ tx, runId }) : [],
      tx('run_events')
        .where({ run_id: runId })
        .whereIn('type', ['target.blocked', 'target.needs_decision'])
        .first('seq'),
    ]);
    const delegations = await readDelegations({
      tx,
      dialect: this.#store.dialect,
      approvalIds: approvals.map(({ id }) => id),
    });
    const { approvers, path } = this.#rules;
    const told =
      audience === 'approvers'
        ? closed || approvals.at(-1)?.state === 'superseded'
        : stopped !== undefined || approvals.some(isDifference);
    const notice = waitingNotice(
      {
        run,
        targets,
        approvals,
        kept: kept.length,
        approvers,
        delegations,
        link: `${path}/runs/${runId}`,
      },
      audience,
      told,
    );
    if (!notice) {
      return;
    }
    const asked = approvals.flatMap(({ state, policy }) =>
      state === 'open' ? policy.from : [],
    );
    const recipients = notice.recipients.filter(
      ref => !only || (only.includes(ref) && !asked.includes(ref)),
    );
    if (recipients.length > 0) {
      await this.#send({ ...notice, recipients });
    }
  }

  async #send(notification: MissionNotification): Promise<void> {
    for (const notifier of this.#notifiers) {
      try {
        await notifier.notify(notification);
        this.#count(notifier.id, 'taken');
      } catch (error) {
        this.#count(notifier.id, 'failed');
        this.#logger.warn(
          `Notifier ${notifier.id} did not take a message`,
          error as Error,
        );
      }
    }
  }

  #count(notifier: string, result: 'taken' | 'failed'): void {
    this.#store.telemetry.add('missions.notifications', 1, {
      'missions.notifier': notifier,
      'missions.notification.result': result,
    });
  }
}

/** One message that is to be made. */
interface Pending {
  readonly runId: string;
  readonly audience: Audience;
  /** More happened than the end of the run, which closes no approval that was decided. */
  readonly closed: boolean;
  /** When it is told, as milliseconds since 1970. */
  readonly due: number;
  /** For those alone. */
  readonly only?: readonly string[];
}

/** Who may have to hear something after an event. */
function audiencesOf({ type, data }: EventRecord): readonly Audience[] {
  if (approvalEvents.has(type)) {
    return isDifference(data) ? ['approvers', 'starter'] : ['approvers'];
  }
  if (type === 'run.finished') {
    return ['approvers', 'starter'];
  }
  // What is looked at again by itself and still blocked was told before.
  return targetEvents.has(type) && !data.again ? ['starter'] : [];
}
