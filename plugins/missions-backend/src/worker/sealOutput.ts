import { maskWhole } from '../sealing';
import { type TargetRecord, outputPlace } from '../store';
import type { TargetSession } from './TargetSession';

/** Columns of an output: masked for people, whole and sealed where that differs. */
export function sealOutput(
  session: TargetSession,
  target: TargetRecord,
  stepId: string,
  output: unknown,
  sealed: boolean,
): { output: unknown; outputSealed?: string } {
  const { masker, run } = session.session;
  if (sealed) {
    masker.add(output);
  }
  const masked = masker.mask(sealed ? maskWhole(output) : output);
  const same = JSON.stringify(masked) === JSON.stringify(output);
  const { sealer } = session.store;
  return {
    output: masked,
    ...(!same && {
      outputSealed: sealer.seal(
        output,
        outputPlace(run.id, target.targetId, stepId),
      ),
    }),
  };
}
