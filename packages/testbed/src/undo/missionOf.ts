import { loadedMission } from '@mission-control/plugin-missions-backend/testUtils';
import type { MissionSpec } from '@mission-control/plugin-missions-common';

import type { Case, Op, Slot } from './Case';
import type { Part } from './kinds';
import { label, merged, REPLICAS, type Place } from './Place';

const SOURCE = 'undo';

interface Step {
  readonly id: string;
  readonly action: string;
  readonly input: Record<string, any>;
}

/** The mission whose run is taken back: every op of every slot, in the case's order. */
export function missionOf(given: Case, place: Place) {
  const spec = {
    type: 'install',
    targets: { min: 1, max: 1 },
    preflight: [],
    steps: stepsOf(given, place),
    verify: [
      {
        id: 'there',
        check: 'kubernetes:object',
        input: {
          object: {
            apiVersion: 'v1',
            kind: 'Namespace',
            name: place.namespace,
          },
        },
      },
    ],
    checks: [],
  } as unknown as MissionSpec;
  return loadedMission(SOURCE, place.namespace, spec);
}

/** The ops one after the other; those of one action that follow each other are one step. */
function stepsOf({ slots, order, hasJob }: Case, place: Place): Step[] {
  const steps: Step[] = slots.some(slot => slot.isAtHome) ? [home(place)] : [];
  for (const { slot, index } of inOrder(slots, order)) {
    const step = stepOf(place, slot, index);
    const last = steps.at(-1);
    const joins = last?.action === step.action && 'objects' in step.input;
    const isOther = !last?.input.objects?.some((object: any) =>
      isSame(object, step.input.objects?.[0]),
    );
    if (last && joins && isOther) {
      for (const list of ['objects', 'takeOver']) {
        const both = [...(last.input[list] ?? []), ...(step.input[list] ?? [])];
        if (both.length > 0) {
          last.input[list] = both;
        }
      }
    } else {
      steps.push(step);
    }
  }
  if (hasJob) {
    const { namespace } = place;
    const input = { namespace, name: 'job', image: 'example/job:1' };
    steps.push({ id: '', action: 'kubernetes:job', input });
  }
  return steps.map((step, number) => ({ ...step, id: `step-${number}` }));
}

function isSame(a: any, b: any): boolean {
  const nameOf = (object: any) => object?.metadata?.name ?? object?.name;
  return a?.kind === b?.kind && nameOf(a) === nameOf(b);
}

/** Ops of all slots, each slot's own in its order. */
export function inOrder(
  slots: readonly Slot[],
  order: readonly number[],
): { slot: Slot; index: number }[] {
  const left = slots.map(slot => ({ slot, index: 0 }));
  const result: { slot: Slot; index: number }[] = [];
  for (let turn = 0; ; turn++) {
    const open = left.filter(({ slot, index }) => index < slot.ops.length);
    if (open.length === 0) {
      return result;
    }
    const next = open[(order[turn % order.length] ?? 0) % open.length];
    result.push({ ...next });
    next.index += 1;
  }
}

function home({ home: name }: Place): Step {
  return apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]);
}

function apply(objects: object[], takeOver?: object[]): Step {
  const input = { objects, ...(takeOver && { takeOver }) };
  return { id: '', action: 'kubernetes:apply', input };
}

function stepOf(place: Place, slot: Slot, index: number): Step {
  const op = slot.ops[index];
  const object = place.refOf(slot);
  const { apiVersion: _, ...line } = object;
  const step = (action: string, input: Step['input']): Step => ({
    id: '',
    action: `kubernetes:${action}`,
    input,
  });
  switch (op) {
    case 'create':
      return apply([place.objectOf(slot, valueAt(slot, index))]);
    case 'apply':
      return apply(
        [
          place.part(
            slot,
            slot.kind.field(valueAt(slot, index)),
            label('run', 'yes'),
          ),
        ],
        [line],
      );
    case 'scale':
      return step('scale', { object, replicas: REPLICAS[1] });
    case 'restart':
      return step('restart', { object });
    case 'delete':
      return step('delete', { objects: [object] });
    default:
      return step('patch', {
        object,
        type: op,
        patch: patchOf(
          op,
          slot,
          merged(slot.kind.field(1), label('patched', 'yes')),
        ),
      });
  }
}

/** What an op leaves where a later one changes the same field once more: not yet its value. */
function valueAt({ ops, before }: Slot, index: number): 0 | 1 {
  const isLast = !ops.slice(index + 1).some(op => op !== 'delete');
  return isLast || before ? 1 : 0;
}

function patchOf(op: Op, slot: Slot, part: Part): object {
  if (op !== 'json') {
    return part;
  }
  return [
    ...(hasLabels(slot)
      ? []
      : [{ op: 'add', path: '/metadata/labels', value: {} }]),
    ...leaves(part),
  ];
}

function hasLabels({ kind, ops }: Slot): boolean {
  return 'metadata' in kind.field(0) || ops.includes('apply');
}

function leaves(part: Part, path = ''): object[] {
  return Object.entries(part).flatMap(([key, value]) => {
    const below = `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    return typeof value === 'object' && !Array.isArray(value)
      ? leaves(value as Part, below)
      : [{ op: 'add', path: below, value }];
  });
}
