import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificates } from 'testbed';
import { type BenchProcess, forkBench } from '../processes/forkBench';
import type {
  Asked,
  FleetAddresses,
  FleetLook,
  FleetOptions,
  Measured,
} from './types';

/** How long all clusters together may take. */
const PATIENCE_MS = 10 * 60_000;
/** Clients close idle connections after 45 s, or sooner where clusters announce it. */
const CLOSED_MS = 60_000;
const LOOK_MS = 200;

/** Clusters in a process of their own, and what they see. */
export class Fleet {
  readonly addresses: FleetAddresses;
  readonly #clusters: BenchProcess;

  private constructor(clusters: BenchProcess, addresses: FleetAddresses) {
    this.#clusters = clusters;
    this.addresses = addresses;
  }

  static async start(
    options: Omit<FleetOptions, 'certificate' | 'key'>,
  ): Promise<Fleet> {
    const { authority, serving } = await createCertificates();
    const { certificate, privateKey: key } = serving;
    const clusters = await forkBench('clusters.ts');
    try {
      const servers = await clusters.ask<string[]>({
        serve: { ...options, certificate, key } satisfies FleetOptions,
      });
      return new Fleet(clusters, { servers, ca: authority.certificate });
    } catch (error) {
      await clusters.kill();
      throw error;
    }
  }

  /**
   * Has a process do what asks each cluster. Rejects when one was not asked, or
   * more than once.
   */
  async measure(process: BenchProcess, message: object): Promise<Measured> {
    await this.#look();
    const took = await process.ask<Asked>(message, PATIENCE_MS);
    const { asked, requests, opened } = await this.#look();
    const lost = asked.filter(times => times === 0).length;
    const twice = asked.filter(times => times > 1).length;
    if (lost > 0 || twice > 0) {
      throw new Error(
        `${lost} clusters were not asked, ${twice} more than once`,
      );
    }
    const { length: count } = asked;
    return { ...took, requests: requests / count, opened: opened / count };
  }

  /** Resolves when no connection to clusters is open. Rejects when one stays so. */
  async areLeft({ withinMs = CLOSED_MS } = {}): Promise<void> {
    const end = performance.now() + withinMs;
    for (;;) {
      const { open } = await this.#look();
      if (open === 0) {
        return;
      }
      if (performance.now() > end) {
        throw new Error(`${open} connections that nobody uses stay open`);
      }
      await sleep(LOOK_MS);
    }
  }

  stop(): Promise<void> {
    return this.#clusters.kill();
  }

  #look(): Promise<FleetLook> {
    return this.#clusters.ask<FleetLook>({ look: true });
  }
}
