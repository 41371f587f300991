import type { Run } from '@mission-control/plugin-missions-common';
import { standingOn } from '../../shell/standing';

/** Of which clusters of a run it is true that it was taken back. */
export interface TakenBackOn {
  /** Wholly. */
  back: string[];
  /** Except for what its undo left. */
  except: string[];
  /** Not, though something could be. */
  standing: string[];
}

/** Where a run was taken back, and where it stands. */
export function takenBackOn(run: Run): TakenBackOn {
  const kinds = run.targetsDetail.map(target => {
    const { kind } = standingOn(run, target);
    return { id: target.id, kind, undoable: target.undoable };
  });
  const named = (is: (target: (typeof kinds)[number]) => boolean | undefined) =>
    kinds.filter(is).map(({ id }) => id);
  return {
    back: named(({ kind }) => kind === 'undone'),
    except: named(({ kind }) => kind === 'kept' || kind === 'keptSome'),
    standing: named(({ kind, undoable }) => kind === 'state' && undoable),
  };
}
