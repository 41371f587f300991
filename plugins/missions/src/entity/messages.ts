/** Text of the entity's tab and card. */
export const entityMessages = {
  title: 'Missions',
  loading: 'Missions for this entity',
  runsTitle: 'Runs of this entity',
  runsNone: 'No mission was started from here yet.',
  missionsTitle: 'Missions that fit',
  missionsHint: 'with cluster, namespace and labels of this entity filled in',
  missionsNone: 'No mission is installed.',
  launch: 'Launch…',
  noAnnotations:
    'Without the annotations backstage.io/kubernetes-cluster and backstage.io/kubernetes-namespace nothing can be filled in.',
} as const;
