import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { UndoRequest } from '@mission-control/plugin-missions-common';

import { makeBefore, playAct, readSlot, requestOf } from './actors';
import { standingAfter, type Case, type Op, type Slot } from './Case';
import { healthsOf, type Healths } from './health';
import { FINALIZER } from './kinds';
import { missionOf } from './missionOf';
import { nameOf, Place } from './Place';
import { type Ended, type Processes } from './Processes';
import { verdictOf, type Verdict } from './reference';
import { Stage, type Snapshot } from './Stage';

const POLL_MS = 100;
const SETTLED_MS = 30_000;

/** A case on a cluster: what is there, who does what, and what the reference says of it. */
export class Scene {
  readonly given: Case;
  readonly cluster: ClusterClient;
  readonly place: Place;
  readonly stage: Stage;
  /** Before the run. */
  before: Snapshot = new Map();
  healths: Healths = new Map();
  /** Objects as others would have left them without the run, by slot. */
  readonly aside = new Map<Slot, KubernetesObject>();
  /** What the run did to each slot. */
  readonly done = new Map<Slot, readonly Op[]>();
  /** The slots as they were played: of what a run did not come to, others do nothing. */
  readonly played = new Map<Slot, Slot>();
  /** About what an undo asked while it went on: approved, it stays. */
  readonly asked = new Set<Slot>();
  #ownerUid = '';

  constructor(options: {
    given: Case;
    cluster: ClusterClient;
    prefix: string;
  }) {
    const { given, cluster, prefix } = options;
    this.given = given;
    this.cluster = cluster;
    this.place = new Place(prefix, given.slots);
    this.stage = new Stage(cluster, prefix);
  }

  /** Makes what is there before the run, and looks at it. */
  async build(): Promise<void> {
    const { cluster, place, given, stage } = this;
    const { namespace } = place;
    stage.startController();
    await cluster.request({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: namespace } },
    });
    const owner = await cluster.request<KubernetesObject>({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      body: { metadata: { name: 'owner' } },
    });
    this.#ownerUid = owner.body.metadata!.uid!;
    await this.settled(async () => {
      const found = await stage.snapshot();
      const furnished = ['ServiceAccount', 'ConfigMap'].every(kind =>
        [...found.keys()].some(
          key =>
            key.startsWith(`${kind} ${namespace}`) && !key.endsWith('owner'),
        ),
      );
      return furnished ? [] : ['not furnished'];
    });
    for (const slot of given.slots) {
      const finalizers = (place.objectOf(slot, 0).metadata?.finalizers ??
        []) as string[];
      if (slot.act === 'finalizer' || finalizers.includes(FINALIZER)) {
        stage.held.add(place.pathOf(slot));
      }
    }
    const found = given.slots.filter(slot => slot.before);
    await Promise.all(found.map(slot => makeBefore(cluster, place, slot)));
    await this.settled(() => this.#unready(found));
    this.before = await stage.snapshot();
    this.healths = await healthsOf(cluster, this.#ofSlots(this.before));
    for (const slot of found) {
      await this.#lookAside(slot);
    }
  }

  /** Runs the mission of the case, its crashes included. */
  async run(processes: Processes): Promise<Ended> {
    const { given, place } = this;
    const runId = await processes.start(missionOf(given, place));
    await processes.planned(runId);
    const ran = await processes.drive(runId, given);
    const isWhole = ran.state === 'succeeded';
    if (!isWhole && ran.state !== 'cancelled') {
      throw new Error(`The run is ${ran.state}: ${ran.outcome}`);
    }
    for (const slot of given.slots) {
      const count = ran.writes.filter(request =>
        place.isAbout(slot, request),
      ).length;
      const done = isWhole ? slot.ops : slot.ops.slice(0, count);
      this.done.set(slot, done);
      // What a crash left in the middle is nobody else's.
      const isPartial = done.length !== slot.ops.length;
      this.played.set(
        slot,
        isPartial || this.#isOpen(slot, ran)
          ? { ...slot, act: 'nothing' }
          : slot,
      );
    }
    return ran;
  }

  /** Others do what they do. */
  async act(): Promise<void> {
    const { cluster, place } = this;
    for (const slot of this.given.slots) {
      const played = this.played.get(slot)!;
      const former = await readSlot(cluster, place, slot);
      await playAct(cluster, place, slot, {
        act: played.act,
        ownerUid: this.#ownerUid,
        gone: () =>
          this.settled(async () => {
            const now = await readSlot(cluster, place, slot);
            return now?.metadata?.uid === former?.metadata?.uid
              ? ['there']
              : [];
          }).then(() => undefined),
      });
    }
  }

  verdict(slot: Slot): Verdict {
    return verdictOf(this.played.get(slot)!, this.done.get(slot)!);
  }

  /** Whether a person who chooses to overwrite is heard. */
  isOverwritten(slot: Slot): boolean {
    const { exists } = standingAfter(slot, this.done.get(slot)!);
    return slot.choice === 'overwrite' && exists && !this.asked.has(slot);
  }

  /** What the reference says stands in the way. */
  inTheWay(): string[] {
    return this.given.slots
      .filter(slot => this.verdict(slot) === 'in-the-way')
      .map(slot => nameOf(this.place.refOf(slot)));
  }

  /** What a person says of what stands in the way. */
  choices(blocking: readonly string[]): UndoRequest {
    const asked = this.given.slots.filter(slot =>
      blocking.includes(nameOf(this.place.refOf(slot))),
    );
    const refs = (slots: readonly Slot[]) =>
      slots.map(slot => this.place.refOf(slot));
    return {
      keepDrift: refs(asked.filter(slot => !this.isOverwritten(slot))),
      overwriteDrift: refs(asked.filter(slot => this.isOverwritten(slot))),
    };
  }

  /** Asks until nothing is left to wait for, and answers what is left in the end. */
  async settled(left: () => Promise<string[]>): Promise<string[]> {
    const deadline = Date.now() + SETTLED_MS;
    for (;;) {
      const names = await left();
      if (names.length === 0 || Date.now() > deadline) {
        return names;
      }
      await sleep(POLL_MS);
    }
  }

  async clear(): Promise<void> {
    await this.stage.clear();
    this.stage.stopController();
  }

  /** A write of it was sent or announced, and is not known to have ended. */
  #isOpen(slot: Slot, { state, writes, crashes }: Ended): boolean {
    const last = writes.at(-1);
    return (
      state !== 'succeeded' &&
      crashes.at(-1)?.at === 'before-record' &&
      last !== undefined &&
      this.place.isAbout(slot, last)
    );
  }

  async #unready(slots: readonly Slot[]): Promise<string[]> {
    const { cluster, place } = this;
    const working = slots.filter(({ kind }) => kind.pods);
    const healths = await healthsOf(
      cluster,
      new Map(
        working.map(slot => [nameOf(place.refOf(slot)), place.part(slot)]),
      ),
    );
    return [...healths].flatMap(([key, status]) =>
      status === 'pass' ? [] : [key],
    );
  }

  /** What others would make of the object as it is now, as the API server says. */
  async #lookAside(slot: Slot): Promise<void> {
    const request = requestOf(slot.act, this.place, slot, {
      value: 0,
      ownerUid: this.#ownerUid,
    });
    // Who took over what the run set, set it to what the run set.
    if (request && slot.act !== 'take-over') {
      const { body } = await this.cluster.request<KubernetesObject>({
        ...request,
        query: { ...request.query, dryRun: 'All' },
      });
      this.aside.set(slot, body);
    }
  }

  #ofSlots(objects: Snapshot): Snapshot {
    return new Map(
      [...objects].filter(([key]) =>
        this.given.slots.some(slot => nameOf(this.place.refOf(slot)) === key),
      ),
    );
  }
}
