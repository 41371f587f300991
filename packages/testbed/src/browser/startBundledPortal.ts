import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireBundle } from '../bundle/acquireBundle';
import { startBackendProcess } from '../portal/startBackendProcess';
import type { ReferencePortal } from './startReferencePortal';

/**
 * Starts the reference installation as a company runs it: one process that
 * serves the production build of the frontend beside the API. Its data folder
 * is empty and its own.
 */
export async function startBundledPortal(): Promise<ReferencePortal> {
  const bundle = await acquireBundle();
  const data = await mkdtemp(join(tmpdir(), 'mission-control-bundled-'));
  const remove = () => rm(data, { recursive: true, force: true });
  try {
    const backend = await startBackendProcess({
      data,
      reference: true,
      bundle,
    });
    const stop = async () => {
      await backend.stop();
      await remove();
    };
    await backend.ready().catch(async error => {
      await backend.stop();
      throw error;
    });
    return { address: backend.address, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
