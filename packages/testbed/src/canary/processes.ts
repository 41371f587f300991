import { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** What Node starts a process with. */
interface Started {
  readonly file: string;
  readonly args?: readonly string[];
  readonly envPairs?: readonly string[];
}

/** Keeps program, arguments and environment of each process that this one starts. Answers how to stop that. */
export function processesInto(started: string[]): () => void {
  const all = ChildProcess.prototype as unknown as {
    spawn(this: ChildProcess, options: Started): unknown;
  };
  const { spawn } = all;
  all.spawn = function keep(options) {
    const { file, args = [], envPairs = [] } = options;
    started.push([file, ...args, ...envPairs].join('\n'));
    return spawn.call(this, options);
  };
  return () => {
    all.spawn = spawn;
  };
}

/** Arguments and environment of every process that we may look at, a text each. For Linux. */
export async function processList(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const read = (id: string) =>
    Promise.all(
      ['cmdline', 'environ'].map(file =>
        readFile(`/proc/${id}/${file}`, 'utf8'),
      ),
      // It has ended, or is somebody else's.
    ).catch(() => []);
  return (await Promise.all(ids.map(read))).flat();
}
