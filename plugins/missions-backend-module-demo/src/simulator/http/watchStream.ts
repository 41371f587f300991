import { watchObjects, WatchHandle } from '../api/watch';
import { Cluster } from '../cluster';
import { Resource } from '../kinds/resource';
import { ResourceRequest } from './context';

const BOOKMARK_MS = 5_000;
const DEFAULT_TIMEOUT_SECONDS = 1_800;

/** Answers a watch: one JSON line a change, until the client goes or the time is up. */
export function serveWatch(
  cluster: Cluster,
  resource: Resource,
  namespace: string | undefined,
  { response, request, url, info }: ResourceRequest,
): void {
  const query = new URLSearchParams(url.searchParams);
  if (info.name) query.set('fieldSelector', `metadata.name=${info.name}`);
  const seconds =
    Number(query.get('timeoutSeconds')) || DEFAULT_TIMEOUT_SECONDS;
  const watch: { handle?: WatchHandle } = {};
  let over = false;
  const timers: NodeJS.Timeout[] = [];
  const end = () => {
    over = true;
    timers.forEach(timer => clearTimeout(timer));
    watch.handle?.stop();
    if (response.headersSent) response.end();
  };
  const first: string[] = [];
  let send = (line: unknown) => {
    first.push(`${JSON.stringify(line)}\n`);
  };
  watch.handle = watchObjects(
    cluster,
    resource,
    namespace,
    query,
    line => send(line),
    end,
  );
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  if (over) {
    response.end(first.join(''));
    return;
  }
  if (first.length > 0) response.write(first.join(''));
  send = line => {
    if (!over) response.write(`${JSON.stringify(line)}\n`);
  };
  if (query.get('allowWatchBookmarks') === 'true') {
    timers.push(setInterval(() => watch.handle?.bookmark(), BOOKMARK_MS));
  }
  timers.push(setTimeout(end, seconds * 1000));
  request.on('close', end);
  response.on('close', end);
}
