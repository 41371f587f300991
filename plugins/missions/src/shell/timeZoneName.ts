/** A time zone as people write it: `Etc/UTC` is UTC. */
export function timeZoneName(timeZone: string): string {
  return timeZone === 'Etc/UTC' ? 'UTC' : timeZone;
}
