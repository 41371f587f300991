import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

/** Runs Helm with `args`; answers what it printed. */
export type Helm = (args: readonly string[]) => Promise<string>;

/** A Helm that talks to one cluster and keeps what it keeps in one folder. */
export function createHelm(options: {
  binary: string;
  kubeconfig: string;
  folder: string;
}): Helm {
  const { binary, kubeconfig, folder } = options;
  const env = {
    // What the API server serves is cached below.
    HOME: folder,
    KUBECONFIG: kubeconfig,
    HELM_CACHE_HOME: join(folder, 'cache'),
    HELM_CONFIG_HOME: join(folder, 'config'),
    HELM_DATA_HOME: join(folder, 'data'),
  };
  return async args => {
    const { stdout } = await execFileAsync(binary, [...args], { env });
    return stdout;
  };
}
