/** `METHOD /path` of an OpenAPI description, variables as `{}`. */
export function endpointsOf(yaml) {
  const endpoints = [];
  let path = '';
  for (const line of yaml.split('\n')) {
    path = /^ {2}(\/\S*):$/.exec(line)?.[1] ?? path;
    const method = /^ {4}(get|post|put|patch|delete):$/.exec(line)?.[1];
    if (method && path) {
      endpoints.push(`${method.toUpperCase()} ${withoutNames(path)}`);
    }
  }
  return endpoints;
}

/** Endpoints that a page names in backticks, as `endpointsOf` writes them. */
export function namedEndpoints(text) {
  return spansOf(text)
    .map(span => /^(GET|POST|PUT|PATCH|DELETE) (\/[^\s?]*)/.exec(span))
    .filter(Boolean)
    .map(([, method, path]) => `${method} ${withoutNames(path)}`);
}

/** Words in capitals with a `_`, such as codes of errors, that a page names in backticks. */
export function namedCodes(text) {
  return spansOf(text).filter(span => /^[A-Z]+(?:_[A-Z0-9]+)+$/.test(span));
}

/** Keys of configuration that a page names in backticks, without what they are set to. */
export function namedKeys(text) {
  return spansOf(text)
    .map(span => /^(missions\.[A-Za-z.[\]]+)(?:: .*)?$/.exec(span)?.[1])
    .filter(Boolean)
    .map(key => key.replaceAll('[]', ''));
}

function spansOf(text) {
  const prose = text.replace(/^```[^]*?^```/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(match => match[1]);
}

function withoutNames(path) {
  return path.replace(/^\/api\/missions/, '').replace(/\{[^}]*\}/g, '{}');
}
