import { randomBytes } from 'node:crypto';
import { SimulatedClock } from './clock';
import { Cluster } from './cluster';
import { ControllerContext } from './controllers/controller';
import { ControlLoop } from './controllers/loop';
import { Faults } from './faults';
import { FixtureRefusal, writeFixtures } from './fixtures';
import { createServingIdentity } from './http/tls';
import { Identity, MASTERS } from './identity';
import { listen, Listener } from './listener';
import { KubeObject } from './object';
import { SeedWave, storeObjects, writeHistory } from './seed';
import { bootstrapObjects } from './bootstrap';
import { StateFiles } from './persistence/StateFiles';

/** So long ago the fixtures of a reset cluster were made, in minutes. */
const FIXTURE_MINUTES = 60;

/** What a simulated cluster is made of. @public */
export interface SimulatorOptions {
  /** Name of the cluster, in messages and certificates. */
  name: string;
  /** Git version. @default v1.36.3 */
  version?: string;
  /** Objects that a new or reset cluster has, beside what every cluster has. */
  objects?: readonly KubeObject[];
  /** The past of a new or reset cluster, oldest first; each wave has settled before the next. */
  seed?: readonly SeedWave[];
  /** Everything simulated lasts `1 / speed` of its time. @default 1 */
  speed?: number;
  /** Images that can be pulled. @default all but those with the tags `does-not-exist`, `broken` and `missing` */
  registry?: readonly string[];
  /** Bearer tokens and who they stand for. @default one token for `system:masters`, see `adminToken` */
  tokens?: Readonly<Record<string, Identity>>;
  /** Port on 127.0.0.1. @default any free port */
  port?: number;
  /** Where the state is kept between restarts; a log is beside it. @default nowhere */
  snapshotFile?: string;
  /** Throws when the state belongs to another process by now. */
  assertOwned?: () => void;
  /** Is told of failures in the background. @default ignored */
  onError?: (error: Error) => void;
}

/** A running simulated cluster. @public */
export interface Simulator {
  readonly name: string;
  readonly version: string;
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  /** The authority's certificate, PEM. */
  readonly ca: string;
  /** The authority's certificate as kubeconfig has it: base64 of the PEM. */
  readonly caData: string;
  /** Bearer token of an identity in `system:masters`. */
  readonly adminToken: string;
  /** Faults to play. */
  readonly faults: Faults;
  /** Adds a bearer token. */
  addToken(token: string, identity: Identity): void;
  /** Back to the first state, with the fixtures; watches end with 410 Gone. */
  reset(): Promise<void>;
  /** Makes the fixtures that are new or changed, and remembers all of them for a reset. */
  seed(fixtures: readonly KubeObject[]): Promise<readonly FixtureRefusal[]>;
  /** Forgets recent changes, so that old watches and pages answer 410 Gone. */
  compact(): void;
  /** Saves the state and closes every connection. */
  stop(): Promise<void>;
}

/** Starts a simulated cluster. It answers when the promise resolves. @public */
export async function createSimulator(
  options: SimulatorOptions,
): Promise<Simulator> {
  const { name, version = 'v1.36.3', speed = 1, onError = () => {} } = options;
  const clock = new SimulatedClock(speed);
  const cluster = new Cluster(name, version, clock);
  const identity = await createServingIdentity(name);
  const adminToken = randomBytes(24).toString('base64url');
  const tokens = new Map<string, Identity>(
    Object.entries(options.tokens ?? {}),
  );
  tokens.set(adminToken, { user: 'demo-admin', groups: [MASTERS] });
  const faults = new Faults();
  const registry = options.registry ? new Set(options.registry) : undefined;
  const loop = new ControlLoop(
    new ControllerContext(cluster, clock, registry),
    identity.ca,
    onError,
  );
  const files = options.snapshotFile
    ? new StateFiles({
        storage: cluster.storage,
        path: options.snapshotFile,
        assertOwned: options.assertOwned,
        onError,
      })
    : undefined;
  let fixtures: readonly KubeObject[] = [];
  const writeFixturesBefore = (minutes: number) => {
    if (fixtures.length === 0) return;
    try {
      clock.pretend(minutes);
      writeFixtures({ cluster, loop }, fixtures);
      loop.settle();
    } finally {
      clock.pretend(0);
    }
  };
  const seed = () => {
    cluster.storage.restore({ revision: 1, objects: [] });
    cluster.reload();
    writeHistory({ cluster, clock, loop }, [
      {
        minutesAgo: options.seed?.[0]?.minutesAgo ?? 0,
        manager: 'kube-apiserver',
        objects: bootstrapObjects(),
      },
      ...(options.seed ?? []),
    ]);
    storeObjects(cluster, options.objects ?? []);
    writeFixturesBefore(FIXTURE_MINUTES);
    cluster.storage.compact();
  };
  const restored = (await files?.load()) ?? false;
  if (restored) cluster.reload();
  else seed();
  await files?.follow();
  loop.start();
  let listener: Listener;
  try {
    listener = await listen(
      { cluster, tokens, faults, speed, durable: () => files?.durable() },
      identity,
      options.port ?? 0,
    );
  } catch (error) {
    loop.stop();
    await files?.close();
    throw error;
  }
  return {
    name,
    version,
    server: listener.url,
    ca: identity.ca,
    caData: Buffer.from(identity.ca).toString('base64'),
    adminToken,
    faults,
    addToken: (token, who) => tokens.set(token, who),
    reset: async () => {
      loop.stop();
      seed();
      loop.start();
      await files?.fold();
    },
    seed: async given => {
      fixtures = given;
      const refusals = writeFixtures({ cluster, loop }, fixtures);
      await files?.durable();
      return refusals;
    },
    compact: () => cluster.storage.compact(),
    stop: async () => {
      loop.stop();
      await listener.close();
      await files?.close();
    },
  };
}
