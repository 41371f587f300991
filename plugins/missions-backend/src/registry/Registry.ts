import { MissionError } from '@mission-control/plugin-missions-common';
import type {
  MissionAction,
  MissionCheck,
} from '@mission-control/plugin-missions-node';

/** Actions and checks by id. */
export class Registry {
  readonly #actions = new Map<string, MissionAction>();
  readonly #checks = new Map<string, MissionCheck>();

  /** Throws when an id comes twice. */
  addActions(...actions: readonly MissionAction[]): void {
    for (const action of actions) {
      add(this.#actions, action, 'action');
    }
  }

  /** Throws when an id comes twice. */
  addChecks(...checks: readonly MissionCheck[]): void {
    for (const check of checks) {
      add(this.#checks, check, 'check');
    }
  }

  /** Throws ACTION_UNKNOWN. */
  action(id: string): MissionAction {
    const action = this.#actions.get(id);
    if (!action) {
      throw new MissionError('ACTION_UNKNOWN', `There is no action '${id}'`);
    }
    return action;
  }

  /** Throws CHECK_UNKNOWN. */
  check(id: string): MissionCheck {
    const check = this.#checks.get(id);
    if (!check) {
      throw new MissionError('CHECK_UNKNOWN', `There is no check '${id}'`);
    }
    return check;
  }

  /** All actions, by id. */
  actions(): MissionAction[] {
    return [...this.#actions.values()].sort((a, b) => a.id.localeCompare(b.id));
  }

  /** All checks, by id. */
  checks(): MissionCheck[] {
    return [...this.#checks.values()].sort((a, b) => a.id.localeCompare(b.id));
  }
}

function add<T extends { id: string }>(
  map: Map<string, T>,
  item: T,
  what: string,
): void {
  if (map.has(item.id)) {
    throw new Error(`Two modules bring the ${what} '${item.id}'`);
  }
  map.set(item.id, item);
}
