import { spawn } from 'node:child_process';

/** Runs kubectl with `args`, and `input` on its standard input. */
export type Kubectl = (
  args: readonly string[],
  input?: string,
) => Promise<string>;

/** A kubectl that talks to one cluster and knows no other. */
export function createKubectl(binary: string, kubeconfig: string): Kubectl {
  return (args, input) =>
    new Promise((done, fail) => {
      const child = spawn(binary, [`--kubeconfig=${kubeconfig}`, ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let output = '';
      let problems = '';
      child.stdout.setEncoding('utf8').on('data', text => {
        output += text;
      });
      child.stderr.setEncoding('utf8').on('data', text => {
        problems += text;
      });
      child.stdin.on('error', () => {});
      child.on('error', fail);
      child.on('close', code =>
        code === 0
          ? done(output)
          : fail(
              new Error(
                `kubectl ${args.join(' ')} failed: ${problems.trim() || code}`,
              ),
            ),
      );
      child.stdin.end(input);
    });
}
