import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from 'testbed';
import type { ChaosDatabase } from '../databases/ChaosDatabase';
import type { DatabaseName } from '../databases/DatabaseName';
import { postgresDatabase } from '../databases/postgresDatabase';
import { sqliteDatabase } from '../databases/sqliteDatabase';
import { startEngine, type EngineProcess } from '../engine/startEngine';
import { countMarks, type Marks } from './countMarks';

const CLUSTERS = ['amber', 'birch', 'cedar', 'delta'];

/** Everything that a chaos runs in, and can break. */
export class World {
  readonly folder: string;
  readonly database: ChaosDatabase;
  readonly fleet: Fleet;
  readonly marks: Marks;
  /** One in each place, dead or alive. */
  readonly engines: EngineProcess[] = [];

  private constructor(
    folder: string,
    database: ChaosDatabase,
    fleet: Fleet,
    marks: Marks,
  ) {
    this.folder = folder;
    this.database = database;
    this.fleet = fleet;
    this.marks = marks;
  }

  /** Starts it, with engines that answer and know their mission. */
  static async create(name: DatabaseName, replicas: number): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-chaos-'));
    const database =
      name === 'sqlite'
        ? await sqliteDatabase(folder)
        : await postgresDatabase(replicas);
    const fleet = await startFleet({ folder, names: CLUSTERS, speed: 5 });
    const world = new World(folder, database, fleet, await countMarks());
    for (let place = 0; place < database.engines; place += 1) {
      // The first one makes the tables.
      await world.restart(place);
    }
    await world.engines[0].saveMission();
    return world;
  }

  /** Starts the engine of a place, whose last one has ended. */
  async restart(place: number): Promise<void> {
    const { database, fleet, marks, folder } = this;
    this.engines[place] = await startEngine(folder, {
      database: database.settings,
      kubeconfig: fleet.kubeconfig,
      clusters: fleet.names,
      marks: marks.address,
    });
    await this.engines[place].ready();
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
