import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  missionsPermissions,
  runReadPermission,
  type Health,
  type Status,
} from '@mission-control/plugin-missions-common';
import type { EnginePart } from '../../pulse';
import type { Store } from '../../store';
import { readQueue } from '../../store/operations/readQueue';
import type { UserResolver } from '../AskingUser';
import type { RunService } from '../runs';

/** Who asks, what waits for them, what they may do somewhere. */
export interface StatusService {
  get(options: { readonly credentials: BackstageCredentials }): Promise<Status>;
}

/** What the service is made of. */
export interface StatusServiceOptions {
  readonly store: Store;
  /** The authorized one. */
  readonly runs: RunService;
  readonly users: UserResolver;
  readonly permissions: PermissionsService;
  readonly hasDemo: () => Promise<boolean>;
  /** What has to work in this process. */
  readonly parts: readonly EnginePart[];
  readonly version: string;
  /** What is told of the sealing keys; undefined without one. */
  readonly sealing?: () => Promise<Status['sealing']>;
}

/**
 * Asks only for what the asking user may know: no authorized twin is needed.
 * The queue counts everybody's runs, and the keys are those of all of them, so
 * only who may read every run sees either.
 */
export class DefaultStatusService implements StatusService {
  readonly #options: StatusServiceOptions;

  private constructor(options: StatusServiceOptions) {
    this.#options = options;
  }

  static create(options: StatusServiceOptions): DefaultStatusService {
    return new DefaultStatusService(options);
  }

  async get(options: { credentials: BackstageCredentials }): Promise<Status> {
    const { credentials } = options;
    const { store, runs, users, permissions, hasDemo, version } = this.#options;
    const user = await users.resolve(credentials);
    const decisions = await permissions.authorizeConditional(
      missionsPermissions.map(permission => ({ permission })),
      { credentials },
    );
    const { total } = await runs.list({
      credentials,
      group: 'waiting',
      limit: 1,
    });
    const readsEveryRun = missionsPermissions.some(
      ({ name }, index) =>
        name === runReadPermission.name &&
        decisions[index]?.result === AuthorizeResult.ALLOW,
    );
    return {
      user: user.ref,
      groups: user.ownershipRefs.filter(ref => ref !== user.ref),
      demo: await hasDemo(),
      version,
      database: store.dialect.title,
      health: await this.#health(),
      waiting: total,
      permissions: Object.fromEntries(
        missionsPermissions.map((permission, index) => {
          const result = decisions[index]?.result;
          const possible =
            result === AuthorizeResult.ALLOW ||
            result === AuthorizeResult.CONDITIONAL;
          return [permission.name, possible];
        }),
      ),
      queue: readsEveryRun ? await this.#queue() : undefined,
      sealing: readsEveryRun ? await this.#options.sealing?.() : undefined,
    };
  }

  /** A database that is away is the cause of whatever else stands still. */
  async #health(): Promise<Health> {
    const { store, parts } = this.#options;
    const { trouble } = store.health;
    if (trouble) {
      const { error, since } = trouble;
      return { ok: false, message: error.message, remedy: error.remedy, since };
    }
    const troubles = (
      await Promise.all(parts.map(part => part.trouble))
    ).flatMap(each => each ?? []);
    if (troubles.length === 0) {
      return { ok: true };
    }
    const remedies = new Set(troubles.map(({ remedy }) => remedy));
    return {
      ok: false,
      message: troubles.map(({ message }) => message).join(' '),
      remedy: [...remedies].join(' '),
      since: new Date(Math.min(...troubles.map(({ since }) => +since))),
    };
  }

  async #queue(): Promise<NonNullable<Status['queue']>> {
    const { db: tx, dialect, rules } = this.#options.store;
    return readQueue({ tx, dialect, limitOf: rules.clusterLimit });
  }
}
