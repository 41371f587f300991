import {
  lastingDifferences,
  settledObjects,
} from '../controlplane/settledObjects';
import { startStage, type Stage } from './startStage';
import { goAsNewcomer } from './walk';

jest.setTimeout(6 * 60_000);

describe('the way of a newcomer on real API servers with a simulated workload', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage({ real: true });
  });
  afterAll(async () => stage?.stop());

  it('leads to an undone mission and leaves the clusters as they were', async () => {
    const planes = Object.values(stage.planes);
    const before = await Promise.all(
      planes.map(({ kubectl }) => settledObjects(kubectl)),
    );
    const people = {
      operator: await stage.enter('operator'),
      approver: await stage.enter('approver'),
    };

    await goAsNewcomer(people, {
      clusters: ['harbour', 'lagoon'],
      namespace: 'newcomer',
      reachesPods: false,
    });

    const differences = await Promise.all(
      planes.map(({ kubectl }, index) =>
        lastingDifferences(kubectl, before[index]),
      ),
    );
    expect(differences.flat()).toEqual([]);
    expect([...people.operator.errors, ...people.approver.errors]).toEqual([]);
  });
});
