import {
  lastAppliedIn,
  MissionError,
  sameObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import { inApplyOrder, lastAppliedRefusal, refOf } from '../../objects';
import type { ApplyRequest } from '../../writes';
import type { ApplyInput } from './schema';

/**
 * The requests of a step in the order in which they are applied. Throws
 * ACTION_INPUT_INVALID for generateName, for an object that is there twice, for
 * one that carries what kubectl remembers, and for a takeOver line that names
 * none of the objects.
 */
export function requestsOf(input: ApplyInput): ApplyRequest[] {
  const objects = inApplyOrder(input.objects);
  const refs = objects.map(refOf);
  objects.forEach((object, index) => {
    if ('generateName' in object.metadata) {
      throw new MissionError(
        'ACTION_INPUT_INVALID',
        `${nameOfObject(
          refs[index],
        )} uses generateName: an object without a fixed name cannot be planned or taken back`,
      );
    }
    if (refs.findIndex(ref => sameObject(ref, refs[index])) !== index) {
      throw new MissionError(
        'ACTION_INPUT_INVALID',
        `${nameOfObject(refs[index])} is there twice`,
      );
    }
    if (lastAppliedIn({ objects: [object] }).length > 0) {
      throw lastAppliedRefusal(refs[index]);
    }
  });
  const lines = input.takeOver ?? [];
  const matches = (line: (typeof lines)[number], index: number) =>
    line.kind === refs[index].kind &&
    line.name === refs[index].name &&
    (line.namespace ?? refs[index].namespace) === refs[index].namespace;
  const stray = lines.find(line => !refs.some((_, i) => matches(line, i)));
  if (stray) {
    throw new MissionError(
      'ACTION_INPUT_INVALID',
      `takeOver names ${stray.kind} ${stray.name}, which is not among the objects`,
    );
  }
  return objects.map((object, index) => {
    const takeOver = lines.find(line => matches(line, index));
    return {
      object,
      ...(takeOver ? { takeOver: { fields: takeOver.fields } } : {}),
    };
  });
}
