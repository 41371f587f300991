/** Paints the house of a memory cluster blue. */
export const paintHouse = {
  id: 'paint',
  action: 'memory:set',
  input: { name: 'house', value: 'blue' },
};

/** Proves that it is. */
export const houseIsBlue = {
  id: 'is-blue',
  check: 'memory:equals',
  input: { name: 'house', value: 'blue' },
};
