import type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
} from '@mission-control/plugin-missions-node';

import type { CrashPoint } from './Case';

/** What a process asks before and after each request; `die` ends it there. */
export interface Fate {
  /** Writes that the API server did for the run, in their order. */
  readonly writes: ClusterRequest[];
  /** Entries of the run's journal, those without an end apart. */
  journal(): Promise<{ ended: number; open: number }>;
  isDue(point: CrashPoint): boolean;
  /** Never resolves: the process is no more. */
  die(point: CrashPoint): Promise<never>;
  /** Of a process that is no more: never resolves. Else at once. */
  lives(): Promise<void>;
}

/** A client whose process ends where its fate says. */
export function mortalClient(client: ClusterClient, fate: Fate): ClusterClient {
  const request = async <T>(
    asked: ClusterRequest,
  ): Promise<ClusterResponse<T>> => {
    await fate.lives();
    await meet(asked, fate);
    const answer = await client.request<T>(asked);
    await fate.lives();
    if (isWrite(asked)) {
      fate.writes.push(asked);
      const point = { nth: fate.writes.length, at: 'before-record' } as const;
      if (fate.isDue(point)) {
        return fate.die(point);
      }
    }
    return answer;
  };
  return new Proxy(client, {
    get(target, name) {
      if (name === 'request') {
        return request;
      }
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function meet(asked: ClusterRequest, fate: Fate): Promise<void> {
  const nth = fate.writes.length + 1;
  const beforeWrite = { nth, at: 'before-write' } as const;
  if (isWrite(asked) && fate.isDue(beforeWrite)) {
    await fate.die(beforeWrite);
  }
  const beforeIntent = { nth, at: 'before-intent' } as const;
  if (!isWrite(asked) && fate.isDue(beforeIntent)) {
    const { ended, open } = await fate.journal();
    if (open === 0 && ended >= nth - 1) {
      await fate.die(beforeIntent);
    }
  }
}

/** Reviews of access are questions, though they are sent by POST. */
function isWrite({ method = 'GET', path, query }: ClusterRequest): boolean {
  const asks = /^\/apis\/auth(entication|orization)\.k8s\.io\//.test(path);
  return method !== 'GET' && !asks && query?.dryRun === undefined;
}
