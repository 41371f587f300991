import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startChromium } from '../chromium/startChromium';
import { acquireControlPlane } from '../controlplane/acquireControlPlane';
import { kubeconfigOf } from '../controlplane/kubeconfig';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { startBundledPortal } from './startBundledPortal';
import { startReferencePortal } from './startReferencePortal';
import { Visitor, type Look } from './Visitor';

/** The reference portal with its demo clusters, and a browser in front of it. */
export interface Stage {
  readonly address: string;
  /** Real control planes by the names that the portal knows them by. */
  readonly planes: Readonly<Record<string, ControlPlane>>;
  enter(as: 'operator' | 'approver' | 'viewer', look?: Look): Promise<Visitor>;
  stop(): Promise<void>;
}

/**
 * Starts it as a company runs it, with the production build of the frontend;
 * with `real`, as `npm start` starts it, and two real API servers stand beside
 * the demo clusters.
 */
export async function startStage(
  options: { real?: boolean } = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-stage-'));
  const stops: Array<() => Promise<void>> = [
    () => rm(folder, { recursive: true, force: true }),
  ];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const planes = options.real ? await startPlanes(stops) : {};
    const portal = options.real
      ? await startReferencePortal(await settingsFor(folder, planes))
      : await startBundledPortal();
    stops.push(portal.stop);
    const browser: Browser = await startChromium();
    stops.push(() => browser.close());
    const { address } = portal;
    return {
      address,
      planes,
      enter: (as, look) => Visitor.enter({ browser, address, as, ...look }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The one that this test run shares, whose other guests have left, and another. */
async function startPlanes(stops: Array<() => Promise<void>>) {
  const harbour = await acquireControlPlane();
  stops.push(harbour.stop);
  const lagoon = await startControlPlane();
  stops.push(lagoon.stop);
  return { harbour, lagoon };
}

async function settingsFor(
  folder: string,
  planes: Record<string, ControlPlane>,
): Promise<NodeJS.ProcessEnv> {
  const contexts = Object.entries(planes).map(
    ([name, { server, authority, admin }]) => ({
      name,
      server,
      authority,
      admin,
    }),
  );
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigOf(contexts), { mode: 0o600 });
  const clusters = contexts.map(({ name }) => ({
    name,
    writable: true,
    environment: 'test',
  }));
  return {
    APP_CONFIG_missions_kubeconfig_path: kubeconfig,
    APP_CONFIG_missions_clusters: JSON.stringify(clusters),
  };
}
