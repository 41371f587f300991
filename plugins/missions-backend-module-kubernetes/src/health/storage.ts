import { changing, failed, healthy, type HealthRule } from './Health';

/** A claim. Waiting for the first consumer is no failure. */
export const claimHealth: HealthRule = (object, around) => {
  const phase = object.status?.phase;
  if (phase === 'Bound') {
    return healthy('Bound');
  }
  if (phase === 'Lost') {
    return failed('Lost: its volume is gone');
  }
  const storageClass = (around.storageClasses ?? []).find(
    entry => entry.metadata?.name === object.spec?.storageClassName,
  );
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer'
    ? healthy('Waits for its first consumer', { health: 'warning' })
    : changing(`${phase ?? 'Pending'}: no volume is bound yet`);
};

/** A volume. */
export const volumeHealth: HealthRule = object => {
  const phase = object.status?.phase;
  if (phase === 'Failed') {
    return failed(`Failed: ${object.status?.message ?? ''}`);
  }
  return phase === 'Bound' || phase === 'Available'
    ? healthy(phase)
    : changing(phase ?? 'Pending');
};
