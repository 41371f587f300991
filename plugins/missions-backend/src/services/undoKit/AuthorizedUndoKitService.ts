import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  runExportPermission,
  runReadPermission,
  runUndoPermission,
} from '@mission-control/plugin-missions-common';
import { mustBeAllowed, mustRead } from '../authorize';
import type { UndoKitOptions, UndoKitService } from './UndoKitService';

/** Asks for the right to see the run, to take it back, and to take its secrets away. */
export class AuthorizedUndoKitService implements UndoKitService {
  readonly #inner: UndoKitService;
  readonly #permissions: PermissionsService;

  private constructor(inner: UndoKitService, permissions: PermissionsService) {
    this.#inner = inner;
    this.#permissions = permissions;
  }

  static create(options: {
    inner: UndoKitService;
    permissions: PermissionsService;
  }): AuthorizedUndoKitService {
    return new AuthorizedUndoKitService(options.inner, options.permissions);
  }

  async describe(options: UndoKitOptions) {
    await this.#mayExport(options);
    return this.#inner.describe(options);
  }

  async export(options: Parameters<UndoKitService['export']>[0]) {
    await this.#mayExport(options);
    return this.#inner.export(options);
  }

  async #mayExport({ runId, credentials }: UndoKitOptions): Promise<void> {
    const permissions = this.#permissions;
    const what = 'run';
    await mustRead({
      permissions,
      credentials,
      permission: runReadPermission,
      resourceRef: runId,
      what,
    });
    for (const permission of [runUndoPermission, runExportPermission]) {
      await mustBeAllowed({
        permissions,
        credentials,
        permission,
        resourceRefs: [runId],
        what,
      });
    }
  }
}
