import fc from 'fast-check';

import {
  standingAfter,
  type Act,
  type Case,
  type Crashes,
  type Op,
  type Slot,
} from './Case';
import { kinds, type Kind } from './kinds';
import { wordsOf } from './words';

/** How many objects a case has. */
const SLOTS = { minLength: 7, maxLength: 9 };
const PATCHES: readonly Op[] = ['merge', 'strategic', 'json'];
/** What a run does to an object that is not there before. */
const madeLives = [
  ['create'],
  ['create', 'patch'],
  ['create', 'delete'],
  ['create', 'patch', 'delete'],
] as const;
/** What a run does to an object that is there before. */
const foundLives: readonly (readonly Word[])[] = [
  ['apply'],
  ['patch'],
  ['apply', 'patch'],
  ['delete'],
  ['patch', 'delete'],
  ['delete', 'create'],
];
/** Pods of others cannot be put back: only of what stays. */
const podLives: Record<'scale' | 'restart', readonly (readonly Word[])[]> = {
  scale: [['scale'], ['patch', 'scale']],
  restart: [['restart']],
};

/** Sequences over the kinds, with what happens in between. */
export const cases: fc.Arbitrary<Case> = fc
  .shuffledSubarray([...kinds], SLOTS)
  .chain(chosen =>
    fc.record({
      slots: fc.tuple(...chosen.map(slotOf)),
      hasJob: fc.boolean(),
      order: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
      crash: crashes(),
      isCancelled: fc.boolean(),
      crashOfUndo: crashes(),
      actsAt: weighted<Case['actsAt']>(
        4,
        'after-run',
        'after-plan',
        'while-dead',
      ),
      isRedone: fc.boolean(),
    }),
  )
  .map(tidy);

function slotOf(kind: Kind): fc.Arbitrary<Slot> {
  return livesOf(kind).chain(({ before, life }) =>
    fc.tuple(...life.map(word => opOf(word, kind))).chain(ops =>
      fc.record({
        kind: fc.constant(kind),
        before: fc.constant(before),
        ops: fc.constant(ops),
        act: actOn(kind, before, ops),
        choice: fc.constantFrom('keep' as const, 'overwrite' as const),
        isAtHome:
          kind.namespaced && before === undefined
            ? fc.boolean()
            : fc.constant(false),
      }),
    ),
  );
}

type Word = Op | 'patch';
interface Life {
  readonly before: Slot['before'];
  readonly life: readonly Word[];
}

function livesOf(kind: Kind): fc.Arbitrary<Life> {
  const made = fc.record({
    before: fc.constant(undefined),
    life: fc.constantFrom<readonly Word[]>(...madeLives),
  });
  const lives: (readonly Word[])[] = [
    // What cannot be made anew is not there any more for what takes its place.
    ...foundLives.filter(
      ([first, next]) =>
        !(kind.isLostWhenDeleted && first === 'delete' && next),
    ),
    ...(kind.pods ?? []).flatMap(way => podLives[way]),
  ];
  const found = fc.record({
    before: fc.constantFrom('Apply' as const, 'Update' as const),
    life: fc.constantFrom(...lives),
  });
  return fc.oneof(
    { arbitrary: made, weight: 1 },
    { arbitrary: found, weight: 2 },
  );
}

function opOf(word: Word, kind: Kind): fc.Arbitrary<Op> {
  if (word !== 'patch') {
    return fc.constant(word);
  }
  return fc.constantFrom(
    ...PATCHES.filter(way => way !== 'strategic' || !kind.isCustom),
  );
}

/** What others can do to what the run left. */
function actOn(
  kind: Kind,
  before: Slot['before'],
  ops: readonly Op[],
): fc.Arbitrary<Act> {
  const { exists, isMade } = standingAfter({ before }, ops);
  const isLost = kind.isLostWhenDeleted && ops.includes('delete');
  if (ops.includes('restart') || isLost) {
    return fc.constant('nothing');
  }
  if (!exists) {
    return weighted<Act>(3, 'nothing', 'make-anew');
  }
  return weighted<Act>(
    5,
    'nothing',
    'same-field',
    'other-field',
    'take-over',
    ...(kind.kind === 'Namespace' ? [] : (['finalizer'] as const)),
    ...(kind.namespaced ? (['owner'] as const) : []),
    'delete',
    'make-anew',
    ...(isMade && isContainer(kind) ? (['use', 'use', 'use'] as const) : []),
  );
}

/** It holds objects of others: a namespace, a definition. */
export function isContainer({ kind }: Kind): boolean {
  return kind === 'Namespace' || kind === 'CustomResourceDefinition';
}

function crashes(): fc.Arbitrary<Crashes> {
  return fc.oneof(
    { arbitrary: fc.constant('nowhere' as const), weight: 1 },
    { arbitrary: fc.constant('everywhere' as const), weight: 1 },
    {
      arbitrary: fc.record({
        nth: fc.integer({ min: 1, max: 12 }),
        at: fc.constantFrom(
          'before-intent' as const,
          'before-write' as const,
          'before-record' as const,
        ),
      }),
      weight: 2,
    },
  );
}

function weighted<T>(
  weight: number,
  usual: T,
  ...others: T[]
): fc.Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constant(usual), weight },
    { arbitrary: fc.constantFrom(...others), weight: others.length },
  );
}

/** Only a run that crashed once is cancelled. */
function tidy(given: Case): Case {
  const { crash } = given;
  const isCancelled = given.isCancelled && typeof crash === 'object';
  const slots = given.slots.map(slot =>
    // An owner has to be in the same namespace.
    slot.isAtHome && slot.act === 'owner'
      ? { ...slot, act: 'nothing' as const }
      : slot,
  );
  const crashOfUndo =
    given.actsAt === 'while-dead'
      ? ({ nth: 1, at: 'before-write' } as const)
      : given.crashOfUndo;
  const tidied = { ...given, isCancelled, slots, crashOfUndo };
  return { ...tidied, ...{ [fc.toStringMethod]: () => wordsOf(tidied) } };
}
