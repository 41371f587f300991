import { MissionError } from '@mission-control/plugin-missions-common';
import type {
  ClusterRequest,
  ClusterResponse,
} from '@mission-control/plugin-missions-node';
import { Discovery } from './Discovery';

/** A cluster that lists x.dev/v1 and does not serve it; `asked` are the requests for it. */
function clusterWithout() {
  const served: Record<string, unknown> = {
    '/apis': {
      groups: [{ name: 'x.dev', versions: [{ groupVersion: 'x.dev/v1' }] }],
    },
    '/api/v1': { resources: [{ name: 'pods', kind: 'Pod' }] },
  };
  const asked: string[] = [];
  const send = async <T>({ path }: ClusterRequest) => {
    if (path === '/apis/x.dev/v1') {
      asked.push(path);
    }
    if (!served[path]) {
      throw new MissionError('KUBERNETES_API_ABSENT', 'not served');
    }
    return { body: served[path] } as ClusterResponse<T>;
  };
  return { served, asked, send };
}

describe('Discovery of a group that is listed and stays absent', () => {
  it('waits for it once a minute only', async () => {
    let now = 0;
    const { asked, send } = clusterWithout();
    const discovery = new Discovery('c', () => now);
    const look = async () => {
      asked.length = 0;
      const { incomplete } = await discovery.resources(send);
      expect(incomplete).toEqual(['x.dev/v1']);
      return asked.length;
    };
    const waited = await look();
    expect(waited).toBeGreaterThan(1);
    now = 59_999;
    expect(await look()).toBe(1);
    now = 60_000;
    expect(await look()).toBe(waited);
  });

  it('sees at once that it came', async () => {
    const { served, send } = clusterWithout();
    const discovery = new Discovery('c', () => 0);
    await discovery.resources(send);
    served['/apis/x.dev/v1'] = { resources: [{ name: 'as', kind: 'A' }] };
    const { items, incomplete } = await discovery.resources(send);
    expect(items.map(({ kind }) => kind)).toEqual(['Pod', 'A']);
    expect(incomplete).toEqual([]);
  });

  it('waits again when all was forgotten', async () => {
    const { asked, send } = clusterWithout();
    const discovery = new Discovery('c', () => 0);
    await discovery.resources(send);
    const waited = asked.length;
    discovery.clear();
    await discovery.resources(send);
    expect(asked).toHaveLength(2 * waited);
  });
});
