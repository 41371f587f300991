import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { TargetChoice } from '@mission-control/plugin-missions-common';
import { withParams } from '../../shell/withParams';
import {
  formatLaunchAddress,
  launchParams,
  parametersThatFit,
  parseLaunchAddress,
  type LaunchAddress,
} from './launchAddress';
import { placedTargets, type TargetRule } from './targetRule';

/** What was filled in and chosen: in the address, or in memory alone. */
export interface LaunchAddressState {
  /** Those that were cleared are undefined. */
  values: Record<string, unknown>;
  /** Names of those that would make the address too long. */
  tooLong: string[];
  /** Names of secrets that are filled in: no address has them. */
  secrets: string[];
  /** The link had parameters that nobody can read. */
  isCut: boolean;
  targets: TargetChoice[];
  entity?: string;
  setValue(name: string, value: unknown): void;
  setTargets(targets: TargetChoice[]): void;
}

/** In the address, a field that a person cleared: no default comes back. */
const CLEARED = null;

/**
 * The form as the address bar holds it. Secrets, and what is too long for an
 * address, live in memory; those of a link are taken out of it.
 */
export function useLaunchAddress(
  rule: TargetRule,
  secretNames: readonly string[],
): LaunchAddressState {
  const [params, setParams] = useSearchParams();
  const [held, setHeld] = useState<Record<string, unknown>>({});
  const [wasCut, setWasCut] = useState(false);
  const address = useMemo(() => {
    const told = parseLaunchAddress(params);
    return { ...told, targets: placedTargets(rule, told.targets) };
  }, [params, rule]);
  const setAddress = (next: LaunchAddress) =>
    setParams(
      before =>
        withParams(
          before,
          launchParams,
          formatLaunchAddress(next, secretNames),
        ),
      { replace: true },
    );
  const isSecret = ([name]: [string, unknown]) => secretNames.includes(name);
  const isCut = address.isCut === true;
  const secrets = Object.entries(address.parameters).filter(isSecret);
  // A link that has some was not made here, nor one that cannot be read or has
  // parameters twice: what can still be hidden is.
  const isOthers = isCut || params.getAll('parameters').length > 1;
  const isToHide = secrets.length > 0 || (isOthers && secretNames.length > 0);
  const hide = () => {
    setHeld(before => ({ ...before, ...Object.fromEntries(secrets) }));
    setAddress(address);
  };
  useEffect(() => {
    if (isToHide) {
      hide();
    }
  });
  if (isCut && !wasCut) {
    setWasCut(true);
  }
  // What a link gives is newer than what is held: typed is one or the other.
  const given = { ...held, ...address.parameters };

  return {
    values: Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        value === CLEARED ? undefined : value,
      ]),
    ),
    tooLong: Object.keys(held).filter(
      name =>
        !secretNames.includes(name) && !Object.hasOwn(address.parameters, name),
    ),
    secrets: Object.entries(given)
      .filter(entry => isSecret(entry) && isFilledIn(entry[1]))
      .map(([name]) => name),
    isCut: wasCut,
    targets: address.targets,
    entity: address.entity,
    setValue(name, value) {
      if (secretNames.includes(name)) {
        setHeld(before => ({ ...before, [name]: value }));
        return;
      }
      const { [name]: _before, ...others } = address.parameters;
      const { [name]: _held, ...rest } = held;
      const { fitting, tooLong } = parametersThatFit([
        ...Object.entries(others),
        [name, value ?? CLEARED],
        ...Object.entries(rest).filter(
          entry => !isSecret(entry) && !Object.hasOwn(others, entry[0]),
        ),
      ]);
      setHeld(before => ({
        ...Object.fromEntries(Object.entries(before).filter(isSecret)),
        ...tooLong,
      }));
      setAddress({ ...address, parameters: fitting });
    },
    setTargets: targets => setAddress({ ...address, targets }),
  };
}

function isFilledIn(value: unknown): boolean {
  return value !== undefined && value !== CLEARED && value !== '';
}
