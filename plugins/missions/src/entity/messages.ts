/** Text of the entity's tab and card. */
export const entityMessages = {
  loading: 'Missions for this entity',
  runsTitle: 'Runs of this entity',
  runsNone: 'No mission was started from here yet.',
  missionsTitle: 'Missions for this entity',
  missionsNone: 'No mission is installed.',
  fills: 'Filled in: {{what}}',
  fillsClusters_one: 'cluster {{clusters}}',
  fillsClusters_other: 'clusters {{clusters}}',
  unknownCluster: '{{cluster}} (not known here)',
  fillsNothing: 'Nothing of this entity is filled in.',
  launch: 'Launch…',
  noAnnotations:
    'This entity does not say where it runs, so no cluster is chosen. Its catalog file can say it:',
} as const;
