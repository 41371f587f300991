/** The three people of the demo; examples/org.yaml has their groups. */
export const people = [
  {
    id: 'operator',
    name: 'Olivia Operator',
    may: 'Starts missions, decides on failed steps, undoes.',
  },
  {
    id: 'approver',
    name: 'Amir Approver',
    may: 'Approves or rejects what is planned.',
  },
  {
    id: 'viewer',
    name: 'Vera Viewer',
    may: 'Sees everything, changes nothing.',
  },
] as const;

export type PersonId = (typeof people)[number]['id'];
