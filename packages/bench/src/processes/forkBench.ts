import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE_MS = 60_000;

/** A program of `processes/` in a process of its own, which answers messages in order. */
export interface BenchProcess {
  readonly child: ChildProcess;
  /** Sends a message; resolves with the answer to it, which may take a minute unless told. */
  ask<T>(message: unknown, patienceMs?: number): Promise<T>;
  /** The next message that nobody asked for and that fits. */
  hear<T>(fits: (message: any) => message is T): Promise<T>;
  /** Ends it at once, as the kernel does. */
  kill(): Promise<void>;
}

/** Starts a program of this folder by its file name. */
export async function forkBench(program: string): Promise<BenchProcess> {
  const child = fork(require.resolve(`./${program}`), [], {
    execArgv: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const hear = <T>(
    fits: (message: any) => boolean,
    patienceMs: number = PATIENCE_MS,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const stop = new AbortController();
      const fail = () => {
        stop.abort();
        reject(new Error(`The process of ${program} ended or said nothing`));
      };
      const limit = setTimeout(fail, patienceMs);
      const listen = (message: any) => {
        if (message.problem) {
          stop.abort();
          reject(new Error(`${program}: ${message.problem}`));
        } else if (fits(message)) {
          stop.abort();
          resolve(message);
        }
      };
      child.on('message', listen).on('exit', fail);
      stop.signal.addEventListener('abort', () => {
        clearTimeout(limit);
        child.off('message', listen).off('exit', fail);
      });
    });
  let asked = 0;
  await hear<{ ready: true }>(message => message.ready === true);
  return {
    child,
    hear: fits => hear(fits),
    async ask<T>(message: unknown, patienceMs?: number) {
      const id = ++asked;
      const answer = hear<{ value: T }>(
        ({ answerTo }) => answerTo === id,
        patienceMs,
      );
      child.send({ id, message });
      return (await answer).value;
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    },
  };
}
