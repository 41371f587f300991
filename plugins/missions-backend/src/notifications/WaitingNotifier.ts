import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MissionNotification,
  MissionNotifier,
} from '@mission-control/plugin-missions-node';
import { readRun, type EventRecord, type Store } from '../store';
import { waitingMessage } from './waitingMessage';

/**
 * Tells people when a run waits for somebody. It listens to committed events
 * of this process: the replica that made a run wait tells it. A message that
 * is lost in a crash is not sent again; the portal shows what waits.
 */
export class WaitingNotifier {
  readonly #store: Store;
  readonly #notifiers: readonly MissionNotifier[];
  readonly #logger: LoggerService;
  readonly #pending = new Set<Promise<void>>();
  #stop: () => void = () => {};

  private constructor(
    store: Store,
    notifiers: readonly MissionNotifier[],
    logger: LoggerService,
  ) {
    this.#store = store;
    this.#notifiers = notifiers;
    this.#logger = logger;
  }

  static create(options: {
    store: Store;
    notifiers: readonly MissionNotifier[];
    logger: LoggerService;
  }): WaitingNotifier {
    return new WaitingNotifier(
      options.store,
      options.notifiers,
      options.logger,
    );
  }

  start(): void {
    this.#stop = this.#store.feed.subscribe(message => {
      if (message.kind === 'event') {
        const work: Promise<void> = this.#tell(message.event)
          .catch(error =>
            this.#logger.warn('A notification was not sent', error as Error),
          )
          .finally(() => this.#pending.delete(work));
        this.#pending.add(work);
      }
    });
  }

  /** Ends after what was begun. */
  async stop(): Promise<void> {
    this.#stop();
    await Promise.all(this.#pending);
  }

  async #tell(event: EventRecord): Promise<void> {
    if (!waits(event)) {
      return;
    }
    const run = await readRun({ tx: this.#store.db, runId: event.runId });
    const approval =
      event.data.approvalId === undefined
        ? undefined
        : await this.#store
            .db('approvals')
            .where({ id: event.data.approvalId, state: 'open' })
            .first('policy_json');
    if (!run || (event.data.approvalId !== undefined && !approval)) {
      return;
    }
    const from: string[] = approval
      ? JSON.parse(approval.policy_json).from
      : [];
    const notification = waitingMessage({ run, event, from });
    if (notification) {
      await this.#send(notification);
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

function waits(event: EventRecord): boolean {
  return (
    event.type === 'approval.opened' ||
    event.type === 'target.blocked' ||
    event.type === 'target.needs_decision'
  );
}
