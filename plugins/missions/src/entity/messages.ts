/** Text of the entity's tab and card. */
export const entityMessages = {
  loading: 'Missions for this entity',
  runsTitle: 'Runs of this entity',
  runsNone: 'No mission was started from here yet.',
  missionsTitle: 'Missions that fit',
  missionsHint: 'with cluster, namespace and labels of this entity filled in',
  missionsNone: 'No mission is installed.',
  launch: 'Launch…',
  noAnnotations:
    'This entity does not say where it runs, so nothing is filled in. Its catalog file can say it:',
} as const;
