import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Field 22 of `/proc/<pid>/stat`, counted from the state, which is field 3. */
const START_TIME = 19;
/** Ended, though nobody asked for its exit code yet. */
const ENDED_STATES = ['Z', 'X'];

/**
 * Where a process runs, written down so that another one can tell later that it
 * is gone. A host name and an id prove nothing: two containers both have a
 * process 1, and ids are used again.
 * @public
 */
export interface ProcessPlace {
  /** For people. */
  readonly host: string;
  readonly pid: number;
  /**
   * Boot of the kernel, namespace of process ids, and when the process began.
   * Undefined where the system does not tell (other than Linux).
   */
  readonly proof?: string;
}

/** The place of this process. @public */
export function placeOfThisProcess(): ProcessPlace {
  const { pid } = process;
  return { host: hostname(), pid, proof: proofOf(pid) };
}

/**
 * Whether a process is proven to have ended: it ran under this boot and in this
 * namespace, and its id is free or belongs to a process that began at another
 * time. False means "not proven", not "alive".
 * @public
 */
export function isProvenGone(place: ProcessPlace): boolean {
  const namespace = namespaceOfThisProcess();
  if (
    place.proof === undefined ||
    namespace === undefined ||
    !place.proof.startsWith(`${namespace} `)
  ) {
    return false;
  }
  return proofOf(place.pid) !== place.proof;
}

function proofOf(pid: number): string | undefined {
  const namespace = namespaceOfThisProcess();
  const startTime = namespace === undefined ? undefined : startTimeOf(pid);
  return startTime === undefined ? undefined : `${namespace} ${startTime}`;
}

function namespaceOfThisProcess(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ENDED_STATES.includes(fields[0]) ? undefined : fields[START_TIME];
  } catch {
    return undefined;
  }
}
