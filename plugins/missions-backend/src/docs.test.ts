import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { auditEvents } from './routes/auditEvents';
import { defaultRetention, retentionLevels } from './retention';
import { type Instrument, instruments } from './telemetry';

const OPENAPI = resolve(__dirname, 'schema/openapi.yaml');

const pages: [string, () => string][] = [
  ['metrics.md', metricsPage],
  ['audit-events.md', auditPage],
];

const words: Record<Instrument['kind'], string> = {
  counter: 'counter',
  upDownCounter: 'up-down counter',
  histogram: 'histogram',
  gauge: 'gauge',
};

/** What Prometheus makes of a name. */
const suffixes: Record<Instrument['kind'], readonly string[]> = {
  counter: ['_total'],
  upDownCounter: [''],
  histogram: ['_bucket', '_sum', '_count'],
  gauge: [''],
};

// UPDATE_DOCS=1 writes the pages instead of comparing them.
describe('generated documentation of the backend', () => {
  it.each(pages)('docs/%s is what the code says', async (name, make) => {
    const file = resolve(__dirname, '../../../docs', name);
    const made = format(make(), {
      ...(await resolveConfig(file)),
      filepath: file,
    });
    if (process.env.UPDATE_DOCS === '1') {
      writeFileSync(file, made);
    }
    expect(readFileSync(file, 'utf8')).toBe(made);
  });
});

describe('docs/operating.md', () => {
  const text = readFileSync(
    resolve(__dirname, '../../../docs/operating.md'),
    'utf8',
  );
  const prometheus = (name: string) => name.replace(/\./g, '_');

  it('asks Prometheus only for what is told', () => {
    const known = new Set(
      Object.entries<Instrument>(instruments).flatMap(
        ([name, { kind, attributes }]) => [
          ...attributes.map(prometheus),
          ...suffixes[kind].map(suffix => `${prometheus(name)}${suffix}`),
        ],
      ),
    );
    const asked = [...text.matchAll(/\bmissions_[a-z_]+/g)].map(
      ([name]) => name,
    );
    expect(asked.length).toBeGreaterThan(10);
    // Said of the metric as a whole.
    known.add('missions_commit_duration');
    expect(asked.filter(name => !known.has(name))).toEqual([]);
  });

  it.each(retentionLevels)('says how long %s are kept', level => {
    const { ageMs, count } = defaultRetention.levels[level];
    const [, row] =
      new RegExp(`\\| \`missions\\.retention\\.${level}\` *\\|(.*)\\|`).exec(
        text,
      ) ?? [];
    expect(row?.split('|').map(cell => cell.trim())).toEqual([
      `${ageMs / 86_400_000} days`,
      count.toLocaleString('en'),
    ]);
  });
});

describe('auditEvents', () => {
  const changing = [
    ...readFileSync(OPENAPI, 'utf8').matchAll(
      /^ {2}(\/\S+):$|^ {4}(post|put|patch|delete):$/gm,
    ),
  ].reduce<{ path: string; routes: string[] }>(
    ({ path, routes }, [, found, method]) =>
      found
        ? { path: found, routes }
        : { path, routes: [...routes, `${method.toUpperCase()} ${path}`] },
    { path: '', routes: [] },
  ).routes;

  it('has one for each request that changes something', () => {
    const audited = Object.values(auditEvents).map(({ route }) => route);
    // It asks questions only; its values do not fit into an address.
    expect([...audited, 'POST /preflight'].sort()).toEqual(changing.sort());
  });
});

describe('instruments', () => {
  const all = Object.entries<Instrument>(instruments);

  it.each(all)('%s is named as OpenTelemetry asks', (name, instrument) => {
    expect(name).toMatch(/^missions(\.[a-z]+)+$/);
    expect(name).not.toMatch(/seconds|total|count$/);
    expect(instrument.unit).toMatch(/^(s|\{[a-z]+\})$/);
    expect(instrument.description).not.toBe('');
  });

  it('tells no run, person, object or text apart', () => {
    const attributes = new Set(
      all.flatMap(([, instrument]) => instrument.attributes),
    );
    // What is added here must be bounded by configuration or code.
    expect([...attributes].sort()).toEqual([
      'http.request.method',
      'missions.action',
      'missions.approval.kind',
      'missions.approval.state',
      'missions.cluster',
      'missions.commit.result',
      'missions.mission.ref',
      'missions.mission.type',
      'missions.notification.result',
      'missions.notifier',
      'missions.response.class',
      'missions.retention.level',
      'missions.run.state',
      'missions.step.state',
      'missions.trigger',
      'missions.undo',
    ]);
  });
});

function metricsPage(): string {
  return page(
    'src/telemetry/instruments.ts',
    '# Metrics',
    "Told through Backstage's metrics service, so by whatever OpenTelemetry SDK the portal is started with; without one nothing is measured. How to collect them and what to alert on: [Operating](operating.md#metrics).",
    'Gauges marked _shared_ are read from the database when they are collected, and every replica tells the same: take one (`max`). All others are of one process: add them up. `missions.mission.ref` is told only with `missions.metrics.missionRef`.',
    table(
      ['metric', 'kind', 'unit', 'attributes', 'what'],
      Object.entries<Instrument>(instruments).map(([name, instrument]) => [
        code(name),
        `${words[instrument.kind]}${
          instrument.scope === 'database' ? ', shared' : ''
        }`,
        code(instrument.unit),
        instrument.attributes.map(code).join(', '),
        instrument.description,
      ]),
    ),
  );
}

function auditPage(): string {
  return page(
    'src/routes/auditEvents.ts',
    '# Audit events',
    "Each request of the API that changes something is one event of Backstage's auditor, with who asked: `succeeded`, or `failed` with the error, also when it was not allowed or what it was about may not be seen. A request that is not valid by the API's description changes nothing and is no event.",
    'No event holds a parameter, a comment or a reason; those are with the run. What the engine does by itself (orbits that start runs, approvals by a rule, retries) is in the history of the run, with the rule or the orbit that did it.',
    table(
      ['event', 'severity', 'request', 'facts', 'what'],
      Object.entries(auditEvents).map(([id, item]) => [
        code(id),
        item.severity,
        code(item.route),
        item.meta.map(code).join(', '),
        item.what,
      ]),
    ),
  );
}

function page(source: string, ...blocks: readonly string[]): string {
  const note = `<!-- Generated from plugins/missions-backend/${source}; src/docs.test.ts there compares. -->`;
  return `${[note, ...blocks].join('\n\n')}\n`;
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}

function code(text: string): string {
  return `\`${text}\``;
}
