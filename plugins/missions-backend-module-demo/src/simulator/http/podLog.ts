import {
  containersOf,
  containerStatusOf,
  logLines,
  LogLine,
} from '../controllers/podLogs';
import { ApiError, badRequest, notFound } from '../status';
import { HandlerContext, ResourceRequest } from './context';
import { sendText } from './reply';

const FOLLOW_MS = 500;

/** Answers `pods/log`: previous, tailLines, sinceSeconds, timestamps, follow. */
export function serveLog(
  { cluster, speed }: HandlerContext,
  { info, url, response, request }: ResourceRequest,
): void {
  const query = url.searchParams;
  const pod = cluster.get('pods', info.namespace ?? '', info.name ?? '');
  if (!pod) throw notFound({ group: '', plural: 'pods', name: info.name });
  const names: string[] = (pod.spec?.containers ?? []).map(
    (container: any) => container.name,
  );
  const container =
    query.get('container') ?? (names.length === 1 ? names[0] : '');
  if (!container) {
    throw badRequest(
      `a container name must be specified for pod ${
        pod.metadata.name
      }, choose one of: [${names.join(' ')}]`,
    );
  }
  if (!containersOf(pod).some(({ name }) => name === container)) {
    throw badRequest(
      `container ${container} is not valid for pod ${pod.metadata.name}`,
    );
  }
  const status = containerStatusOf(pod, container);
  const previous = query.get('previous') === 'true';
  if (previous && !status?.lastState?.terminated) {
    throw badRequest(
      `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`,
    );
  }
  const waiting = status?.state?.waiting?.reason;
  if (!status || (waiting && !status.lastState?.terminated)) {
    throw new ApiError(
      400,
      'BadRequest',
      `container "${container}" in pod "${
        pod.metadata.name
      }" is waiting to start: ${waiting ?? 'PodScheduled'}`,
    );
  }
  const timestamps = query.get('timestamps') === 'true';
  const print = (line: LogLine) =>
    `${timestamps ? `${line.time.toISOString()} ` : ''}${line.text}\n`;
  const now = cluster.clock.now();
  const lines = select(logLines(pod, container, previous, now), query, now);
  if (query.get('follow') !== 'true') {
    sendText(response, 200, lines.map(print).join(''), 'text/plain');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.flushHeaders();
  lines.forEach(line => response.write(print(line)));
  if (previous || !status.state.running) {
    response.end();
    return;
  }
  let last = lines.length > 0 ? lines[lines.length - 1].time : new Date(0);
  const timer = setInterval(() => {
    const latest = cluster.get('pods', info.namespace ?? '', info.name ?? '');
    const current = latest?.metadata.uid === pod.metadata.uid ? latest : null;
    const state = current && containerStatusOf(current, container);
    const again = state?.restartCount !== status.restartCount;
    const goesOn = !again && state?.state?.running;
    for (const line of current
      ? logLines(current, container, again, cluster.clock.now())
      : []) {
      if (line.time > last) {
        response.write(print(line));
        last = line.time;
      }
    }
    if (!goesOn) {
      clearInterval(timer);
      response.end();
    }
  }, Math.max(20, FOLLOW_MS / speed));
  const stop = () => clearInterval(timer);
  request.on('close', stop);
  response.on('close', stop);
}

function select(
  lines: LogLine[],
  query: URLSearchParams,
  now: Date,
): LogLine[] {
  let result = lines;
  const seconds = Number(query.get('sinceSeconds'));
  if (seconds > 0)
    result = result.filter(
      line => now.getTime() - line.time.getTime() <= seconds * 1000,
    );
  const since = query.get('sinceTime');
  if (since) result = result.filter(line => line.time >= new Date(since));
  const tail = query.get('tailLines');
  if (tail !== null)
    result = Number(tail) === 0 ? [] : result.slice(-Number(tail));
  return result;
}
