/** The target of a run that touches no cluster. */
export const NO_CLUSTER = '-';
