import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MissionNotification,
  MissionNotifier,
} from '@mission-control/plugin-missions-node';
import {
  type EventRecord,
  readApprovals,
  readRun,
  readTargets,
  type Store,
} from '../store';
import type { NotificationRules } from './notificationRules';
import { type Audience, isDifference, waitingNotice } from './waitingNotices';

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
 * A message is made from the run as it is when it is sent, one after another:
 * two clusters that fail at once are one message.
 */
export class WaitingNotifier {
  readonly #store: Store;
  readonly #notifiers: readonly MissionNotifier[];
  readonly #logger: LoggerService;
  readonly #rules: NotificationRules;
  /** What is to be told, by run and audience, in the order in which it came. */
  readonly #pending = new Map<string, Pending>();
  #working: Promise<void> | undefined;
  #stop: () => void = () => {};

  private constructor(options: {
    store: Store;
    notifiers: readonly MissionNotifier[];
    logger: LoggerService;
    rules: NotificationRules;
  }) {
    this.#store = options.store;
    this.#notifiers = options.notifiers;
    this.#logger = options.logger;
    this.#rules = options.rules;
  }

  static create(options: {
    store: Store;
    notifiers: readonly MissionNotifier[];
    logger: LoggerService;
    rules: NotificationRules;
  }): WaitingNotifier {
    return new WaitingNotifier(options);
  }

  start(): void {
    this.#stop = this.#store.feed.subscribe(message => {
      if (message.kind === 'event') {
        this.#take(message.event);
      }
    });
  }

  /** Ends after what was begun. */
  async stop(): Promise<void> {
    this.#stop();
    await this.#working;
  }

  #take(event: EventRecord): void {
    const { runId, type } = event;
    for (const audience of audiencesOf(event)) {
      const key = `${runId} ${audience}`;
      const closed =
        type !== 'run.finished' || this.#pending.get(key)?.closed === true;
      this.#pending.set(key, { runId, audience, closed });
    }
    if (this.#pending.size > 0) {
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    }
  }

  async #work(): Promise<void> {
    for (;;) {
      // What one transaction did comes as several events at once.
      await new Promise(resolve => setImmediate(resolve));
      const [next] = this.#pending;
      if (!next) {
        return;
      }
      this.#pending.delete(next[0]);
      try {
        await this.#tell(next[1]);
      } catch (error) {
        this.#logger.warn('A notification was not sent', error as Error);
      }
    }
  }

  async #tell({ runId, audience, closed }: Pending): Promise<void> {
    const tx = this.#store.db;
    const run = await readRun({ tx, runId });
    if (!run) {
      return;
    }
    const [targets, approvals, stopped] = await Promise.all([
      readTargets({ tx, runIds: [runId] }),
      readApprovals({ tx, runIds: [runId] }),
      tx('run_events')
        .where({ run_id: runId })
        .whereIn('type', ['target.blocked', 'target.needs_decision'])
        .first('seq'),
    ]);
    const { approvers, path } = this.#rules;
    const told =
      audience === 'approvers'
        ? closed || approvals.at(-1)?.state === 'superseded'
        : stopped !== undefined || approvals.some(isDifference);
    const notice = waitingNotice(
      { run, targets, approvals, approvers, link: `${path}/runs/${runId}` },
      audience,
      told,
    );
    if (notice) {
      await this.#send(notice);
    }
  }

  async #send(notification: MissionNotification): Promise<void> {
    for (const notifier of this.#notifiers) {
      try {
        await notifier.notify(notification);
      } catch (error) {
        this.#logger.warn(
          `Notifier ${notifier.id} did not take a message`,
          error as Error,
        );
      }
    }
  }
}

/** One message that is to be made. */
interface Pending {
  readonly runId: string;
  readonly audience: Audience;
  /** More happened than the end of the run, which closes no approval that was decided. */
  readonly closed: boolean;
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
