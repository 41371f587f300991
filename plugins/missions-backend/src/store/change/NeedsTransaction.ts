/**
 * A change that began with what is known of its run needs more than that, and
 * is begun anew in a transaction. Nothing was written.
 */
export class NeedsTransaction extends Error {
  constructor() {
    super('This change of a run needs a transaction');
    this.name = 'NeedsTransaction';
  }
}
