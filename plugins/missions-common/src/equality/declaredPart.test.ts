import type { PlannedChange } from '../schema/openapi';
import { targetPlanHash } from '../plan';
import {
  bookkeepingAnnotations,
  declaredPart,
  serverMetadata,
  withoutServerFields,
} from './declaredPart';
import {
  excludedAnnotations,
  excludedMembers,
  excludedMetadata,
} from './exclusions';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const declared = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', annotations: { kept: 'yes' }, labels: { app: 'a' } },
  data: { colour: 'red' },
};
const documented = {
  members: Object.keys(excludedMembers),
  metadata: Object.keys(excludedMetadata),
  annotations: Object.keys(excludedAnnotations),
};
const valuesOf = (names: readonly string[]) =>
  Object.fromEntries(names.map(name => [name, 'a value of the server']));
/** The object with everything that the documented list names. */
const full = {
  ...declared,
  ...valuesOf(documented.members),
  metadata: {
    ...declared.metadata,
    ...valuesOf(documented.metadata),
    annotations: {
      ...declared.metadata.annotations,
      ...valuesOf(documented.annotations),
    },
  },
};

describe('the documented list', () => {
  it('names members, metadata and annotations', () => {
    expect(documented.members).toContain('status');
    expect(documented.metadata).toContain('resourceVersion');
    expect(documented.annotations).toContain('mission-control.dev/key');
  });

  it('is part of what derives from it', () => {
    expect(serverMetadata).toEqual(expect.arrayContaining(documented.metadata));
    expect(bookkeepingAnnotations).toEqual(
      expect.arrayContaining(documented.annotations),
    );
  });
});

describe('declaredPart', () => {
  it('leaves out all that is documented', () => {
    expect(declaredPart(full)).toEqual(declared);
  });

  it('leaves out managers, a deletion and what kubectl remembers', () => {
    const { metadata } = declared;
    const kept = {
      ...metadata,
      managedFields: [],
      deletionTimestamp: 'now',
      deletionGracePeriodSeconds: 0,
      annotations: { ...metadata.annotations, [LAST_APPLIED]: '{}' },
    };
    expect(declaredPart({ ...declared, metadata: kept })).toEqual(declared);
  });

  it('takes empty maps for absent ones', () => {
    expect(declaredPart({ metadata: { annotations: {}, labels: {} } })).toEqual(
      { metadata: {} },
    );
  });

  it('does not change what it is given', () => {
    const before = structuredClone(full);
    declaredPart(full);
    expect(full).toEqual(before);
  });
});

describe('withoutServerFields', () => {
  it('leaves out all documented members and metadata, and keeps annotations', () => {
    expect(withoutServerFields(full)).toEqual({
      ...declared,
      metadata: {
        ...declared.metadata,
        annotations: full.metadata.annotations,
      },
    });
  });
});

describe('targetPlanHash', () => {
  const hashOf = (desired: PlannedChange['desired']) =>
    targetPlanHash(
      {
        targetId: 't',
        changes: [
          {
            stepId: 's',
            kind: 'create',
            object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' },
            desired,
          },
        ],
        reads: [],
      },
      { missionVersion: 'v1', parameters: {} },
    );

  it('leaves out all that is documented', () => {
    expect(hashOf(full)).toBe(hashOf(declared));
  });

  it('covers other annotations, also what kubectl remembers', () => {
    for (const name of ['kept', LAST_APPLIED]) {
      const annotations = { ...declared.metadata.annotations, [name]: 'no' };
      expect(
        hashOf({
          ...declared,
          metadata: { ...declared.metadata, annotations },
        }),
      ).not.toBe(hashOf(declared));
    }
  });

  it('stays what it was for an ordinary object', () => {
    expect(hashOf(declared)).toBe(
      'ee9ec85feefd51f0d10fde99d541dfedcbc6a5186f0158d8ce84eceaa4f5aa54',
    );
    expect(
      hashOf({
        ...declared,
        metadata: { name: 'a', labels: {}, annotations: {} },
      }),
    ).toBe('a63821a5f54b60323bb2aef6fa71fe959874ca4fb6e18821d29ed8c080625ecc');
  });
});
