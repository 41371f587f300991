import { waitForApproval } from '../../engine';
import type { RunChange } from '../RunChange';

/**
 * Wakes a target whose gate was decided. Until its step hears it, which a paused
 * target does not let it, the target says how it was decided instead of that it
 * still waits.
 */
export async function wakeGate(options: {
  change: RunChange;
  gate: { readonly targetId?: string; readonly message?: string };
  /** How it was decided. */
  reason: string;
}): Promise<void> {
  const { change, gate, reason } = options;
  const target = (await change.target(gate.targetId!))!;
  const asked = waitForApproval(gate.message ?? '');
  // One that a worker paused has no reason: another step was under way.
  const before =
    target.reason ?? (target.state === 'paused' ? asked : undefined);
  if (before?.includes(asked)) {
    await change.setTarget(target.targetId, {
      reason: before.replace(asked, () => reason),
    });
  }
  await change.wakeTarget(target.targetId);
}
