/** Text of the catalogue of actions and checks. */
export const actionsMessages = {
  title: 'Actions and checks',
  intro: 'What missions are made of, from the modules that are installed here.',
  loading: 'Registered actions and checks',
  search: 'Search actions and checks',
  count: '{{shown}} of {{total}} actions and checks',
  read: 'reads',
  write: 'writes',
  undo: 'Way back: {{text}}',
  noUndo: 'Cannot be taken back.',
  input: 'Input',
  output: 'Output',
  none: 'Nothing fits these words.',
} as const;
