import { MissionError } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { untilServed } from './untilServed';

const ref = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'gadgets.shop.example.com',
};
const established = { type: 'Established', status: 'True' };

const definition = (conditions: object[]): KubernetesObject => ({
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: { name: ref.name },
  spec: {
    group: 'shop.example.com',
    names: { kind: 'Gadget', plural: 'gadgets' },
    versions: [
      { name: 'v1', served: true },
      { name: 'v2', served: true },
      { name: 'v1alpha1', served: false },
    ],
  },
  status: { conditions },
});

/** A step on a cluster that answers these states one after another, and serves a version once it was asked for so often. */
function stepOn(
  states: readonly (KubernetesObject | null)[],
  absentFor: Readonly<Record<string, number>> = {},
  timeoutMs = 60_000,
) {
  const asked: string[] = [];
  const told: string[] = [];
  let reads = 0;
  const absent = (what: string) =>
    new MissionError('KUBERNETES_API_ABSENT', `not served: ${what}`);
  const served = async (apiVersion: string) => {
    asked.push(apiVersion);
    const times = asked.filter(version => version === apiVersion).length;
    if (times <= (absentFor[apiVersion] ?? 0)) {
      throw absent(apiVersion);
    }
  };
  const cluster = {
    resource: async (apiVersion: string) => {
      if (apiVersion === ref.apiVersion) {
        return {
          group: 'apiextensions.k8s.io',
          version: 'v1',
          resource: 'customresourcedefinitions',
        };
      }
      return served(apiVersion);
    },
    request: async () => {
      const state = states[Math.min(reads, states.length - 1)];
      reads += 1;
      if (!state) {
        throw new MissionError('KUBERNETES_NOT_FOUND', 'gone');
      }
      return { body: state };
    },
  } as unknown as ClusterClient;
  return {
    asked,
    told,
    ctx: {
      cluster,
      signal: new AbortController().signal,
      timeLimit: { withoutProgressMs: timeoutMs, inAllMs: timeoutMs },
      pause: async () => {},
      progress: ({ text }: { text: string }) => {
        told.push(text);
      },
    },
  };
}

describe('untilServed', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks for each version that is served, and for nothing of other objects', async () => {
    const { ctx, asked, told } = stepOn([]);
    await untilServed(ctx, ref, definition([established]));
    expect(asked).toEqual(['shop.example.com/v1', 'shop.example.com/v2']);
    expect(told).toEqual([]);
    await untilServed(ctx, { ...ref, apiVersion: 'example.com/v1' }, {});
    expect(asked).toHaveLength(2);
  });

  it('waits for the definition, then for what the server says that it serves', async () => {
    const waiting = { type: 'Established', status: 'False', message: 'Soon' };
    const { ctx, asked, told } = stepOn(
      [definition([waiting]), definition([established])],
      { 'shop.example.com/v2': 2 },
    );
    await untilServed(ctx, ref, definition([]));
    expect(told).toEqual(
      [
        'no condition Established yet',
        'Soon',
        'not served: shop.example.com/v2',
      ].map(why => `Waiting until ${ref.name} is served: ${why}`),
    );
    expect(asked.at(-1)).toBe('shop.example.com/v2');
  });

  it('says that its names stay taken, or at once that it is gone', async () => {
    jest.useFakeTimers();
    const taken = {
      type: 'NamesAccepted',
      status: 'False',
      message: '"gadgets" is already in use',
    };
    const { ctx, told } = stepOn([definition([taken])]);
    const pause = async () => {
      jest.advanceTimersByTime(1000);
    };
    await expect(
      untilServed({ ...ctx, pause }, ref, definition([])),
    ).rejects.toMatchObject({
      code: 'STEP_FAILED',
      message: `CustomResourceDefinition ${ref.name} was written, and will not be served: "gadgets" is already in use`,
      object: ref,
    });
    expect(told).toHaveLength(2);
    await expect(
      untilServed(stepOn([null]).ctx, ref, definition([])),
    ).rejects.toMatchObject({
      code: 'STEP_FAILED',
      message: expect.stringContaining('it is not there any more'),
    });
  });

  it('leaves alone what is served, though some of its names are refused, or were a moment ago', async () => {
    const taken = { type: 'NamesAccepted', status: 'False', message: 'gd' };
    const { ctx } = stepOn([definition([established])]);
    await untilServed(ctx, ref, definition([taken]));
    await expect(
      untilServed(ctx, ref, definition([taken, established])),
    ).resolves.toBeUndefined();
  });

  it('is inconclusive when the time of the step is over', async () => {
    await expect(
      untilServed(stepOn([definition([])], {}, 0).ctx, ref, definition([])),
    ).rejects.toMatchObject({
      name: 'Inconclusive',
      message: expect.stringContaining(
        'was written, and is not served: no condition Established yet',
      ),
    });
  });

  it('throws what else keeps it from looking', async () => {
    const { ctx } = stepOn([]);
    const error = new MissionError('CLUSTER_UNREACHABLE', 'no route');
    const cluster = {
      resource: async () => {
        throw error;
      },
    } as unknown as ClusterClient;
    await expect(
      untilServed({ ...ctx, cluster }, ref, definition([established])),
    ).rejects.toBe(error);
  });
});
