import { kubernetesActions, kubernetesChecks } from '.';

describe('the catalogue of this module', () => {
  const entries = [...kubernetesActions, ...kubernetesChecks];

  it('has each id once', () => {
    const ids = entries.map(entry => entry.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(entries.map(entry => [entry.id, entry] as const))(
    '%s has a description and examples that name it',
    (id, entry) => {
      expect(entry.description).toMatch(/\.$/);
      expect(entry.examples.length).toBeGreaterThan(0);
      entry.examples.forEach(example => expect(example.yaml).toContain(id));
    },
  );

  it.each(kubernetesActions.filter(action => action.effect === 'write'))(
    '$id writes, so it plans and can be taken back or says why not',
    action => {
      expect(action.plan).toEqual(expect.any(Function));
      expect(action.undo).toMatchObject({
        description: expect.stringMatching(/^[A-Z].*\.$/),
        plan: expect.any(Function),
        run: expect.any(Function),
      });
    },
  );
});
