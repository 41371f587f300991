import { setTimeout as sleep } from 'node:timers/promises';
import {
  MissionError,
  type Brakes,
  type ClusterWindow,
  type Freeze,
  type SetFreezeRequest,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import {
  windowsOf,
  windowState,
  type Freeze as KeptFreeze,
} from '../../engine';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { MASK } from '../../sealing';
import { readFreezes, type Store } from '../../store';
import {
  insertFreeze,
  liftFreeze,
  nameFrozenCluster,
} from '../../store/operations/freezes';
import { lastUidOf } from '../../store/operations/lastUidOf';
import { wakeHeld } from '../../store/operations/wakeHeld';
import type { UserResolver } from '../AskingUser';
import { toClusterResource } from '../clusters';
import { maskWords } from '../runs/maskWords';
import type { BrakeService } from './BrakeService';

/** A freeze is answered after so long, also where its cluster says nothing. */
const ASK_CLUSTER_MS = 3_000;

/** Brakes, without asking for permissions: routes get the authorized one. */
export class DefaultBrakeService implements BrakeService {
  readonly #store: Store;
  readonly #registry: Pick<ClusterRegistry, 'list' | 'status'>;
  readonly #users: UserResolver;
  readonly #logger: LoggerService;

  private constructor(
    options: Parameters<typeof DefaultBrakeService.create>[0],
  ) {
    this.#store = options.store;
    this.#registry = options.registry;
    this.#users = options.users;
    this.#logger = options.logger;
  }

  static create(options: {
    store: Store;
    registry: Pick<ClusterRegistry, 'list' | 'status'>;
    users: UserResolver;
    logger: LoggerService;
  }): DefaultBrakeService {
    return new DefaultBrakeService(options);
  }

  async get(): Promise<Brakes> {
    const now = await this.#store.now();
    const freezes = await readFreezes({ tx: this.#store.db });
    const clusters = (await this.#registry.list()).map(toClusterResource);
    const environments = clusters.map(({ environment }) => environment);
    return {
      freezes: freezes.filter(freeze => stands(freeze, now)).map(toFreezeView),
      windows: clusters.flatMap(cluster => this.#windowsOf(cluster, now)),
      mayFreeze: {
        instance: true,
        environments: [...new Set(environments)].sort(),
        clusters: clusters.map(({ name }) => name),
      },
    };
  }

  async freeze(
    options: Parameters<BrakeService['freeze']>[0],
  ): Promise<Freeze> {
    const { credentials, request } = options;
    const { scope, name, until } = request;
    const now = await this.#store.now();
    await this.#mustBeThere(request);
    if (until && until <= now) {
      throw new MissionError(
        'INPUT_INVALID',
        `until is ${until.toISOString()}, which is past: it is ${now.toISOString()}`,
        { remedy: 'Give a later time, or none to freeze until it is lifted.' },
      );
    }
    const user = await this.#users.resolve(credentials);
    const kept = await insertFreeze({
      tx: this.#store.db,
      freeze: {
        scope,
        name,
        reason: await this.#said(request.reason),
        by: user.ref,
        until: until?.toISOString(),
        clusterUid:
          scope === 'cluster' ? await this.#lastUid(name!) : undefined,
      },
      now,
    });
    if (scope === 'cluster') {
      await this.#nameCluster(kept.id, name!, kept.clusterUid);
    }
    return toFreezeView(kept);
  }

  async lift(options: Parameters<BrakeService['lift']>[0]): Promise<Brakes> {
    const { credentials, freezeId, reason } = options;
    const { db } = this.#store;
    const user = await this.#users.resolve(credentials);
    await liftFreeze({
      tx: db,
      id: freezeId,
      by: user.ref,
      reason: await this.#said(reason),
      now: await this.#store.now(),
    });
    try {
      await wakeHeld(this.#store);
    } catch (error) {
      // It is lifted: what it held looks by itself within a minute.
      this.#logger.warn(
        `Not all that freeze ${freezeId} held was told that it is lifted`,
        error as Error,
      );
    }
    return this.get();
  }

  /** Everybody reads it. */
  async #said(reason: string): Promise<string> {
    const text = mustSay(reason);
    try {
      return await maskWords({ store: this.#store, text });
    } catch (error) {
      // Nobody knows what is secret in it, and a freeze cannot wait for that.
      this.#logger.warn('The reason of a freeze is hidden', error as Error);
      return MASK;
    }
  }

  /** It holds already, by the name: that a cluster does not answer keeps nobody from freezing it. */
  async #nameCluster(
    id: string,
    name: string,
    known: string | undefined,
  ): Promise<void> {
    const { db: tx } = this.#store;
    try {
      const clusterUid = await this.#askedUid(name);
      if (clusterUid && clusterUid !== known) {
        await nameFrozenCluster({ tx, id, clusterUid });
      }
    } catch (error) {
      this.#logger.warn(
        `Freeze ${id} holds cluster '${name}' under this name only`,
        error as Error,
      );
    }
  }

  /** As runs saw it last. */
  async #lastUid(cluster: string): Promise<string | undefined> {
    try {
      return await lastUidOf({ tx: this.#store.db, cluster });
    } catch {
      return undefined;
    }
  }

  async #askedUid(name: string): Promise<string | undefined> {
    const asked = this.#registry.status(name).then(
      ({ uid }) => uid,
      () => undefined,
    );
    const late = sleep(ASK_CLUSTER_MS, undefined, { ref: false });
    return Promise.race([asked, late]);
  }

  /** A freeze of what nobody knows would hold nothing, and look as if it did. */
  async #mustBeThere({ scope, name }: SetFreezeRequest): Promise<void> {
    const clusters = (await this.#registry.list()).map(toClusterResource);
    const environments = [...new Set(clusters.map(item => item.environment))];
    if ((scope === 'instance') !== (name === undefined)) {
      throw new MissionError(
        'INPUT_INVALID',
        name === undefined
          ? `name is missing: which ${scope} is frozen`
          : `name is '${name}', but the whole instance is frozen`,
        {
          remedy:
            'Give the name of the environment or cluster, and none for the instance.',
        },
      );
    }
    if (scope === 'cluster' && !clusters.some(item => item.name === name)) {
      throw new MissionError(
        'CLUSTER_UNKNOWN',
        `There is no cluster '${name}'`,
      );
    }
    if (scope === 'environment' && !environments.includes(name!)) {
      throw new MissionError(
        'INPUT_INVALID',
        `No cluster belongs to environment '${name}'`,
        {
          remedy:
            'Use the environment of a cluster as the list of clusters shows it.',
        },
      );
    }
  }

  #windowsOf(
    { name, environment }: { name: string; environment: string },
    now: Date,
  ): ClusterWindow[] {
    const place = { cluster: name, environments: [environment] };
    const windows = windowsOf(place, this.#store.rules.windows);
    if (windows.length === 0) {
      return [];
    }
    const { closed, changesAt } = windowState(windows, now);
    const { name: window, timeZone } = closed ?? windows[0];
    return [
      { cluster: name, name: window, timeZone, open: !closed, changesAt },
    ];
  }
}

function stands({ until }: KeptFreeze, now: Date): boolean {
  return until === undefined || new Date(until) > now;
}

function toFreezeView(freeze: KeptFreeze): Freeze {
  const { at, until, clusterUid: _, ...rest } = freeze;
  return {
    ...rest,
    at: new Date(at),
    until: until === undefined ? undefined : new Date(until),
    mayLift: true,
  };
}

/** Blanks are no reason. */
export function mustSay(reason: string): string {
  if (reason.trim() === '') {
    throw new MissionError('INPUT_INVALID', 'reason is empty', {
      remedy: 'Say why, in words that others will read.',
    });
  }
  return reason.trim();
}
