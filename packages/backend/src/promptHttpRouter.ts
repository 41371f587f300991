import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';

/** How long a request may still be answered once the shutdown began. */
const CONNECTION_GRACE_MS = 2_000;

/**
 * Backstage's HTTP server, which ends in time. By itself it waits, outside
 * development, until every request is answered, and the event bus answers the
 * polls of its subscribers after most of a minute: longer than Kubernetes lets
 * a process live after SIGTERM.
 */
export const promptHttpRouter = rootHttpRouterServiceFactory({
  configure({ applyDefaults, lifecycle, server }) {
    applyDefaults();
    lifecycle.addShutdownHook(() => {
      setTimeout(
        () => server.closeAllConnections(),
        CONNECTION_GRACE_MS,
      ).unref();
    });
  },
});
