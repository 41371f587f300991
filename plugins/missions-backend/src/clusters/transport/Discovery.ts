import {
  MissionError,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import {
  isApiVersion,
  type ClusterRequest,
  type ClusterResponse,
  type ServedResource,
} from '@mission-control/plugin-missions-node';
import { readGroupVersions, readResources } from './discoveryAnswers';
import { pause } from './pause';

const FRESH_MS = 60_000;
/** "Absent" is not asked for again within this time: a wait may ask often. */
const ABSENT_AGAIN_MS = 500;
/** How often a group version that is listed, and yet absent, is asked for again. */
const ABSENT_TRIES = 4;
/** Bytes of one answer; those of great clusters have a tenth of it. */
const MAX_BYTES = 4 * 1024 * 1024;

type Send = <T>(request: ClusterRequest) => Promise<ClusterResponse<T>>;

interface Kept {
  readonly at: number;
  readonly items: Promise<ServedResource[]>;
}

/**
 * What a cluster serves, per group and version, remembered for a minute and
 * shared by all clients of the cluster. An API that seems absent is asked for
 * again first: CRDs appear while missions run.
 */
export class Discovery {
  readonly #cluster: string;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  /** When a group version was last waited for in vain. */
  readonly #waited = new Map<string, number>();

  constructor(cluster: string, now: () => number = Date.now) {
    this.#cluster = cluster;
    this.#now = now;
  }

  /** See ClusterClient.resource. */
  async resource(
    send: Send,
    apiVersion: string,
    kind: string,
  ): Promise<ServedResource> {
    const kept = this.#kept.get(apiVersion);
    const known = await this.#groupVersion(send, apiVersion, FRESH_MS);
    let found = known.find(item => item.kind === kind);
    if (!found && kept) {
      const again = await this.#groupVersion(send, apiVersion, ABSENT_AGAIN_MS);
      found = again.find(item => item.kind === kind);
    }
    if (!found) {
      throw new MissionError(
        'KUBERNETES_API_ABSENT',
        `Cluster '${this.#cluster}' does not serve ${kind} of ${apiVersion}`,
        { details: { cluster: this.#cluster, apiVersion, kind } },
      );
    }
    return found;
  }

  /**
   * All versions of all served resources, the preferred version of a group
   * first; `incomplete` names group versions that could not be listed. One that
   * is listed and absent comes or goes at this moment: it is waited for, but one
   * that stays so, as of a broken extension, only once a minute.
   */
  async resources(
    send: Send,
  ): Promise<{ items: ServedResource[]; incomplete: string[] }> {
    const found = new Map<string, ServedResource[]>();
    const failed: string[] = [];
    const versions = await this.#groupVersions(send);
    const missing = await this.#collect(send, versions, { found, failed });
    let absent = missing.filter(version => !this.#isWaitedFor(version));
    const staying = missing.filter(version => this.#isWaitedFor(version));
    for (let again = 0; absent.length > 0 && again < ABSENT_TRIES; again += 1) {
      await pause(ABSENT_AGAIN_MS);
      const served = await this.#groupVersions(send);
      absent = await this.#collect(
        send,
        absent.filter(version => served.includes(version)),
        { found, failed },
      );
    }
    absent.forEach(version => this.#waited.set(version, this.#now()));
    return {
      items: versions.flatMap(version => found.get(version) ?? []),
      // In one order always: people approve what could not be seen.
      incomplete: [...failed, ...staying, ...absent].sort(),
    };
  }

  #isWaitedFor(version: string): boolean {
    const at = this.#waited.get(version);
    return at !== undefined && this.#now() - at < FRESH_MS;
  }

  /** Lists these group versions; answers which of them are absent. */
  async #collect(
    send: Send,
    groupVersions: readonly string[],
    {
      found,
      failed,
    }: { found: Map<string, ServedResource[]>; failed: string[] },
  ): Promise<string[]> {
    const absent: string[] = [];
    await Promise.all(
      groupVersions.map(async version => {
        try {
          const items = await this.#groupVersion(send, version, FRESH_MS, true);
          found.set(version, items);
        } catch (error) {
          if (!isMissionError(error)) {
            throw error;
          }
          const isAbsent = error.code === 'KUBERNETES_API_ABSENT';
          (isAbsent ? absent : failed).push(version);
        }
      }),
    );
    return absent;
  }

  /** Forgets everything, such as after a reset of a demo cluster. */
  clear(): void {
    this.#kept.clear();
    this.#waited.clear();
  }

  async #groupVersions(send: Send): Promise<string[]> {
    const { body } = await send({ path: '/apis', maxBytes: MAX_BYTES });
    return ['v1', ...readGroupVersions(body)];
  }

  /** With `strict`, an absent group version is an error, else an empty list. */
  async #groupVersion(
    send: Send,
    apiVersion: string,
    maxAgeMs: number,
    strict = false,
  ): Promise<ServedResource[]> {
    const kept = this.#kept.get(apiVersion);
    if (kept && this.#now() - kept.at < maxAgeMs) {
      return kept.items;
    }
    const items = ask(send, apiVersion);
    this.#kept.set(apiVersion, { at: this.#now(), items });
    try {
      return await items;
    } catch (error) {
      this.#kept.delete(apiVersion);
      if (
        !strict &&
        isMissionError(error) &&
        error.code === 'KUBERNETES_API_ABSENT'
      ) {
        return [];
      }
      throw error;
    }
  }
}

async function ask(send: Send, apiVersion: string): Promise<ServedResource[]> {
  if (!isApiVersion(apiVersion)) {
    throw new MissionError(
      'KUBERNETES_API_ABSENT',
      `${JSON.stringify(apiVersion)} is no API version`,
    );
  }
  const path = apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
  const { body } = await send({ path, maxBytes: MAX_BYTES });
  return readResources(apiVersion, body);
}
