import { errorCatalogue } from '@mission-control/plugin-missions-common';
import fc from 'fast-check';
import { apiRequests, type ApiRequest } from './__testUtils__/apiRequests';
import { oneMapMission } from './__testUtils__/oneMapMission';
import { PortalBench } from './__testUtils__/PortalBench';
import { problemOfAnswer } from './__testUtils__/problemOfAnswer';
import { propertyOptions } from './testing/propertyOptions';

jest.setTimeout(15 * 60_000);

const orbit = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: look, title: Look, description: Looks at a map. }
spec:
  type: orbit
  lifecycle: production
  targets: { min: 1 }
  checks:
    - { id: value, check: test:value, input: { name: a, value: one } }
`;

/** Words of the inside: stacks, places of files, statements. */
const INSIDE =
  /\n\s+at |node_modules|\/src\/|\.[jt]s:\d|TypeError|undefined \(|Cannot read prop|is not a function|SQLITE|select .* from|insert into|update `|knex/i;

describe('whatever is asked of the API', () => {
  let bench: PortalBench;
  let ended: string;
  let waiting: string;
  let orbitId: string;
  let approval: { id: string; hash: string };

  beforeAll(async () => {
    bench = await PortalBench.start({ good: oneMapMission, look: orbit });
    ended = await bench.run('good');
    await bench.decide(await bench.approval(ended));
    await bench.reaches(ended, 'succeeded');
    waiting = await bench.run('good');
    approval = await bench.approval(waiting);
    const created = await bench.post('/orbits', {
      missionRef: 'test/look',
      targets: [{ cluster: 'lab' }],
      schedule: { cadence: 'daily' },
    });
    orbitId = created.body.id;
  });

  afterAll(async () => {
    await bench?.stop();
  });

  /** What is wrong with what the portal answers, or nothing. */
  async function flawOf(request: ApiRequest): Promise<string | undefined> {
    const { status, body, text, type } = await bench.send(request);
    if (status < 400) {
      return type === 'application/json'
        ? problemOfAnswer(request.path, body, { ...request, status })
        : undefined;
    }
    const { error } = body ?? {};
    const known = errorCatalogue[error?.code as keyof typeof errorCatalogue];
    if (!known || known.status !== status || status >= 500) {
      return `${status} ${text}`;
    }
    if (!error.message || !error.details?.remedy) {
      return `no message or remedy: ${text}`;
    }
    const shown = JSON.stringify(error);
    return INSIDE.test(shown) ? `tells of the inside: ${shown}` : undefined;
  }

  it('is answered as openapi.yaml has it, or with an error of the catalogue', async () => {
    const requests = apiRequests({
      runId: [ended, waiting],
      approvalId: [approval.id],
      orbitId: [orbitId],
      orbit: [orbitId],
      parent: [ended],
      source: ['test'],
      name: ['good', 'look', 'lab', 'frozen'],
      missionRef: ['test/good', 'test/look', 'test/nothing'],
      mission: ['test/good'],
      cluster: ['lab', 'fenced', 'frozen', 'nowhere'],
      target: ['lab', '-'],
      targets: ['lab', '-'],
      targetId: ['lab', '-'],
      step: ['first'],
      stepId: ['first'],
      hash: [approval.hash],
      cron: ['0 3 * * *', '* * * * *', '61 * * * *', '0 0 30 2 *'],
      timeZone: ['Europe/Berlin', 'Mars/Base', 'UTC'],
      entityRef: ['component:default/web', 'nonsense'],
    });
    const finite = requests.map(request =>
      // The stream of a run that waits has no end.
      request.operation === 'StreamRun'
        ? { ...request, path: request.path.replace(waiting, ended) }
        : request,
    );
    await fc.assert(
      fc.asyncProperty(finite, async request => {
        expect(await flawOf(request)).toBeUndefined();
      }),
      propertyOptions(600),
    );
  });
});
