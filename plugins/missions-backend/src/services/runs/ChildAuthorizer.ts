import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  clusterUsePermission,
  runCreatePermission,
  runUndoPermission,
} from '@mission-control/plugin-missions-common';
import type { ChildAuthority } from '../../store';
import type { UserResolver } from '../AskingUser';
import { mustBeAllowed } from '../authorize';
import { childReach, MAX_CHILD_DEPTH } from './childReach';
import type { ReachFinder } from './ReachFinder';
import type { CreateRunOptions } from './RunService';

/**
 * Asks for the rights to everything that the steps of a run will reach by
 * other runs. It is asked before the run is made, because a worker that starts
 * a child has nobody to ask for.
 */
export class ChildAuthorizer {
  readonly #reach: ReachFinder;
  readonly #users: UserResolver;
  readonly #permissions: PermissionsService;

  private constructor(options: {
    reach: ReachFinder;
    users: UserResolver;
    permissions: PermissionsService;
  }) {
    this.#reach = options.reach;
    this.#users = options.users;
    this.#permissions = options.permissions;
  }

  static create(options: {
    reach: ReachFinder;
    users: UserResolver;
    permissions: PermissionsService;
  }): ChildAuthorizer {
    return new ChildAuthorizer(options);
  }

  /** For a run. Throws NOT_ALLOWED, and what the request is refused with. */
  async start(options: CreateRunOptions): Promise<ChildAuthority | undefined> {
    const { credentials, request, idempotencyKey } = options;
    const { ref: initiator } = await this.#users.resolve(credentials);
    const children = await this.#reach.ofRequest({
      request,
      initiator,
      idempotencyKey,
    });
    const missions = childReach(children);
    const authority = await this.#asked(credentials, { missions, undo: [] });
    // Only those who may use a cluster learn whether there is one.
    await this.#reach.checkTargets(children);
    return authority;
  }

  /** For the undo of a run, whole or on some targets. Throws NOT_ALLOWED. */
  async undo(options: {
    credentials: BackstageCredentials;
    runId: string;
    targets?: readonly string[];
  }): Promise<ChildAuthority | undefined> {
    return this.#asked(
      options.credentials,
      await this.#reach.ofUndo(options.runId, options.targets),
    );
  }

  async #asked(
    credentials: BackstageCredentials,
    { missions, undo }: Pick<ChildAuthority, 'missions' | 'undo'>,
  ): Promise<ChildAuthority | undefined> {
    const permissions = this.#permissions;
    const refs = Object.keys(missions);
    await mustBeAllowed({
      permissions,
      credentials,
      permission: runCreatePermission,
      resourceRefs: refs,
      what: 'missions that its steps start:',
    });
    await mustBeAllowed({
      permissions,
      credentials,
      permission: clusterUsePermission,
      resourceRefs: [...new Set(Object.values(missions).flat())],
      what: 'clusters of the missions that its steps start:',
    });
    await mustBeAllowed({
      permissions,
      credentials,
      permission: runUndoPermission,
      resourceRefs: undo,
      what: 'runs that its steps started:',
    });
    return refs.length > 0 || undo.length > 0
      ? { missions, undo, depth: MAX_CHILD_DEPTH }
      : undefined;
  }
}
