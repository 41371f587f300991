import { kubernetesActions } from '.';

describe('the way back of an action', () => {
  const writing = kubernetesActions.filter(({ undo }) => undo);

  it('has its own sentence', () => {
    const sentences = writing.map(({ undo }) => undo!.description);
    expect(new Set(sentences).size).toBe(6);
  });

  it('deletes only where the action creates', () => {
    const deleting = writing.filter(({ undo }) =>
      undo!.description.startsWith('Deletes'),
    );
    expect(deleting.map(({ id }) => id).sort()).toEqual([
      'kubernetes:apply',
      'kubernetes:job',
    ]);
  });
});
