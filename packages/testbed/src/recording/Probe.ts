import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ApiClient,
  ApiResponse,
} from '@mission-control/plugin-missions-backend-module-demo/conformance';
import type { Sample } from './Sample';

const UNTIL_MS = 30_000;
const POLL_MS = 50;
const DRY_RUN = { dryRun: 'All', fieldManager: 'probe' };

/** Where a server keeps objects of a kind. */
interface Place {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** An object as a server answered it when it was created, and where it is. */
export interface Stored {
  readonly path: string;
  readonly object: any;
}

/** Asks a server what it makes of objects, in one namespace. */
export class Probe {
  readonly #places = new Map<string, Promise<Map<string, Place>>>();

  constructor(
    private readonly client: ApiClient,
    private readonly namespace: string,
  ) {}

  /** What the server would store of a new object. */
  async create(sample: Sample): Promise<any> {
    const path = await this.pathOf(sample);
    const query = DRY_RUN;
    const answer = await this.client.request('POST', path, {
      query,
      body: sample,
    });
    return expectDone(answer, sample);
  }

  /** Stores an object. */
  async store(sample: Sample): Promise<Stored> {
    const path = await this.pathOf(sample);
    const query = { fieldManager: 'probe' };
    const object = expectDone(
      await this.client.request('POST', path, { query, body: sample }),
      sample,
    );
    return { path: `${path}/${sample.metadata.name}`, object };
  }

  /** What the server would say to one changed value of a stored object. */
  async change(
    path: string,
    pointer: string,
    value: unknown,
  ): Promise<ApiResponse> {
    return this.client.request('PATCH', path, {
      query: DRY_RUN,
      headers: { 'content-type': 'application/json-patch+json' },
      body: [{ op: 'replace', path: pointer, value }],
    });
  }

  /** The object at a path. */
  async read(path: string): Promise<any> {
    return (await this.client.request('GET', path)).body;
  }

  /** Waits until the object at a path is as it should be. */
  async until(path: string, fits: (object: any) => boolean): Promise<void> {
    const end = Date.now() + UNTIL_MS;
    while (!fits(await this.read(path))) {
      if (Date.now() > end) {
        throw new Error(`${path} was not ready after ${UNTIL_MS / 1000} s`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Removes an object, whatever its finalizers wait for. */
  async remove(path: string): Promise<void> {
    await this.client.request('DELETE', path, {
      query: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
    });
  }

  private async pathOf({ apiVersion, kind }: Sample): Promise<string> {
    const root = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    if (!this.#places.has(root)) {
      this.#places.set(root, this.discover(root));
    }
    const place = (await this.#places.get(root)!).get(kind);
    if (!place) {
      throw new Error(`The server has no ${apiVersion} ${kind}`);
    }
    return place.namespaced
      ? `${root}/namespaces/${this.namespace}/${place.plural}`
      : `${root}/${place.plural}`;
  }

  private async discover(root: string): Promise<Map<string, Place>> {
    const { body } = await this.client.request('GET', root);
    const resources: any[] = body.resources ?? [];
    return new Map(
      resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ kind, name, namespaced }) => [
          kind,
          { plural: name, namespaced },
        ]),
    );
  }
}

function expectDone({ status, body }: ApiResponse, sample: Sample): any {
  if (status !== 201) {
    const { kind, metadata } = sample;
    const what = `${kind} ${metadata.name}`;
    throw new Error(`The server refused ${what}: ${body.message ?? status}`);
  }
  return body;
}
