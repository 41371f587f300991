import {
  bookkeepingAnnotations,
  serverMetadata,
} from '@mission-control/plugin-missions-common';
import { normalise } from './normalise';

describe('normalise', () => {
  it('leaves out everything that equality documents, and keeps the rest', () => {
    const declared = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', annotations: { kept: 'yes' } },
      data: { colour: 'red' },
    };
    const valuesOf = (names: readonly string[]) =>
      Object.fromEntries(names.map(name => [name, 'of the server']));
    const live = {
      ...declared,
      metadata: {
        ...declared.metadata,
        ...valuesOf(serverMetadata),
        annotations: {
          ...declared.metadata.annotations,
          ...valuesOf(bookkeepingAnnotations),
        },
      },
      status: {},
    };
    expect(serverMetadata).toContain('resourceVersion');
    expect(normalise(live)).toEqual(declared);
  });

  it('takes the texts of a Secret for its data', () => {
    const secret = { kind: 'Secret', metadata: {}, stringData: { a: 'x' } };
    expect(normalise(secret)).toEqual({
      kind: 'Secret',
      metadata: {},
      data: { a: 'eA==' },
    });
  });
});
