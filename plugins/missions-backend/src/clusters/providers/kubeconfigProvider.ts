import { visibleText } from '@mission-control/plugin-missions-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type {
  ClusterConnection,
  ClusterProvider,
  ClusterProviderProblem,
} from '@mission-control/plugin-missions-node';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { clusterName } from './clusterName';

/**
 * Contexts of a kubeconfig file (`missions.kubeconfig`). Nothing is read
 * unless that key exists. The file is read again when it changed.
 */
export function kubeconfigProvider(options: {
  config: Config;
  logger: LoggerService;
  environment?: NodeJS.ProcessEnv;
}): ClusterProvider {
  const { config, logger, environment = process.env } = options;
  const enabled = config.has('missions.kubeconfig');
  const settings = config.getOptionalConfig('missions.kubeconfig');
  const path = enabled
    ? settings?.getOptionalString('path') ?? defaultPath(environment)
    : '';
  const wanted = settings?.getOptionalStringArray('contexts');

  let changedAt = -1;
  let known: ClusterConnection[] = [];
  let problems: ClusterProviderProblem[] = [];

  return {
    id: 'kubeconfig',
    async clusters() {
      if (!enabled) {
        return [];
      }
      const { mtimeMs } = await stat(path);
      if (mtimeMs !== changedAt) {
        const found: ClusterProviderProblem[] = [];
        known = await readContexts(path, wanted, message => {
          logger.warn(visibleText(`missions.kubeconfig: ${message}`));
          found.push({
            place: 'missions.kubeconfig',
            message,
            remedy: 'Correct the file, or name other contexts.',
          });
        });
        problems = found;
        changedAt = mtimeMs;
      }
      return known;
    },
    problems: () => problems,
  };
}

async function readContexts(
  path: string,
  wanted: string[] | undefined,
  onProblem: (message: string) => void,
): Promise<ClusterConnection[]> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(path, { onInvalidEntry: 'filter' });
  // Paths in it are absolute now, so that the text alone is enough.
  const text = config.exportConfig();
  const names = wanted ?? config.getContexts().map(context => context.name);
  return names.flatMap(name => {
    const context = config.getContextObject(name);
    const cluster = context && config.getCluster(context.cluster);
    if (!context || !cluster) {
      onProblem(
        `${path} has no ${
          context ? `cluster '${context.cluster}'` : `context '${name}'`
        }`,
      );
      return [];
    }
    if (context.user && !config.getUser(context.user)) {
      onProblem(`${path}: context '${name}' has no user '${context.user}'`);
      return [];
    }
    return [
      {
        name: clusterName(name),
        title: name,
        server: cluster.server,
        skipTlsVerify: cluster.skipTLSVerify ?? false,
        auth: { kind: 'kubeconfig' as const, text, context: name },
      },
    ];
  });
}

function defaultPath(environment: NodeJS.ProcessEnv): string {
  return (
    environment.KUBECONFIG?.split(delimiter).find(Boolean) ??
    join(homedir(), '.kube', 'config')
  );
}
