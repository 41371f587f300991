/** Text of the plan of a sequence: which missions it starts, or takes back, and where. */
export const plannedMissionMessages = {
  starts_one: 'starts {{count}} mission',
  starts_other: 'starts {{count}} missions',
  takesBack_one: 'takes back {{count}} mission',
  takesBack_other: 'takes back {{count}} missions',
  start: 'starts',
  undo: 'takes back',
  on: 'on {{clusters}}',
} as const;
