/** A label of DNS that begins with a letter (RFC 1035), as versions and plurals are. */
const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const GROUP_PART = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LONGEST_LABEL = 63;
const LONGEST_GROUP = 253;

/**
 * Whether a text is the name of an API version, such as `v1` or `apps/v1`, as
 * API servers take them: nothing else may become part of a path.
 * @public
 */
export function isApiVersion(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > LONGEST_GROUP + LONGEST_LABEL) {
    return false;
  }
  const [version, group, ...more] = text.split('/').reverse();
  return (
    more.length === 0 &&
    isPlural(version) &&
    (group === undefined ||
      group.split('.').every(part => GROUP_PART.test(part)))
  );
}

/** Whether a text is the plural of a kind, such as `deployments`, as API servers take them. @public */
export function isPlural(text: unknown): text is string {
  return (
    typeof text === 'string' && text.length <= LONGEST_LABEL && LABEL.test(text)
  );
}

/** Whether a text is the name of a kind, such as `Deployment`, as API servers take them. @public */
export function isKindName(text: unknown): text is string {
  return typeof text === 'string' && isPlural(text.toLowerCase());
}
