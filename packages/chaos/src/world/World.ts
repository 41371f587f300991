import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from 'testbed';
import type { ChaosDatabase } from '../databases/ChaosDatabase';
import type { DatabaseName } from '../databases/DatabaseName';
import { postgresDatabase } from '../databases/postgresDatabase';
import { sqliteDatabase } from '../databases/sqliteDatabase';
import { buildEngine } from '../engine/buildEngine';
import { startEngine, type EngineProcess } from '../engine/startEngine';
import { countMarks, type Marks } from './countMarks';

const CLUSTERS = ['amber', 'birch', 'cedar', 'delta'];
/** How wrong the clocks are at first, place by place. */
const SKEWS_MS = [30_000, -30_000, 0];

/** Everything that a chaos runs in, and can break. */
export class World {
  readonly folder: string;
  readonly database: ChaosDatabase;
  readonly fleet: Fleet;
  readonly marks: Marks;
  /** One in each place, dead or alive. */
  readonly engines: EngineProcess[] = [];
  /** How often an engine got a SIGKILL. */
  kills = 0;
  /** Engines that ended without being killed. */
  readonly ended: string[] = [];
  readonly #program: string;
  readonly #skews: number[] = [];

  private constructor(
    program: string,
    folder: string,
    database: ChaosDatabase,
    fleet: Fleet,
    marks: Marks,
  ) {
    this.#program = program;
    this.folder = folder;
    this.database = database;
    this.fleet = fleet;
    this.marks = marks;
  }

  /** Starts it, with engines that answer and know their missions. */
  static async create(name: DatabaseName, replicas: number): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-chaos-'));
    const program = await buildEngine(folder);
    const fleet = await startFleet({ folder, names: CLUSTERS, speed: 5 });
    const marks = await countMarks();
    const database = await (name === 'sqlite'
      ? sqliteDatabase(folder)
      : postgresDatabase(replicas)
    ).catch(async error => {
      await fleet.stop();
      await marks.stop();
      throw error;
    });
    const world = new World(program, folder, database, fleet, marks);
    try {
      for (let place = 0; place < database.engines; place += 1) {
        world.#skews[place] = SKEWS_MS[place % SKEWS_MS.length];
        // The first one makes the tables.
        await world.restart(place);
      }
      await world.engines[0].saveMissions();
    } catch (error) {
      await world.remove(true);
      throw error;
    }
    return world;
  }

  /** Ends the engine of a place as a crash does. */
  async kill(place: number): Promise<void> {
    const engine = this.engines[place];
    if (engine.isRunning()) {
      await engine.signal('SIGKILL');
      this.kills += 1;
    }
    await engine.exited;
  }

  /** Starts the engine of a place, whose last one has ended. */
  async restart(place: number): Promise<void> {
    const { database, fleet, marks, folder } = this;
    this.engines[place] = await startEngine(this.#program, folder, {
      database: database.settings,
      kubeconfig: fleet.kubeconfig,
      clusters: fleet.names,
      marks: marks.address,
      skewMs: this.#skews[place],
    });
    await this.engines[place].ready();
  }

  /** Starts what ended by itself, and keeps that it did. */
  async revive(): Promise<void> {
    for (const [place, engine] of this.engines.entries()) {
      if (!engine.isRunning()) {
        this.ended.push(`Engine ${place} ended: ${await engine.logTail()}`);
        await this.restart(place);
      }
    }
  }

  /** The clock of a place is wrong by this much, also after a restart. */
  async setClock(place: number, skewMs: number): Promise<void> {
    this.#skews[place] = skewMs;
    await this.engines[place].setClock({ skewMs });
  }

  /** Ends it; what is in its folder stays when something is to be looked up. */
  async remove(keep: boolean): Promise<void> {
    await Promise.all(this.engines.map(engine => engine.stop()));
    await this.fleet.stop();
    await this.marks.stop();
    await this.database.remove();
    if (!keep) {
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}
