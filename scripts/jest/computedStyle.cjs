// @ts-check
/*
 * A third of the time of page tests went into jsdom's computed styles: testing
 * libraries ask for `display` and `visibility` of each element at each look, and
 * jsdom then matches each of its own 120 rules and computes 13 properties. Here a
 * rule is matched only where the element has what the rule's last part names, a
 * property is computed when it is asked for, and of those that come as they are
 * specified only the rules are matched that declare them. What comes out is the
 * same, but for a style that is kept until its element has changed.
 */
const { parse } = require('css-tree');
const { implForWrapper } = require('jsdom/lib/jsdom/living/generated/utils.js');
const {
  getResolvedValue,
  propertiesWithResolvedValueImplemented,
} = require('jsdom/lib/jsdom/living/helpers/style-rules.js');

const cascadedValue = require('./cascadedValue.cjs');

/** What can be computed by itself; of `outline-color` the whole style says otherwise. */
const RESOLVED = Object.keys(propertiesWithResolvedValueImplemented).filter(
  name => name !== 'outline-color',
);
/** Without a namespace, and not the universal one. */
const PLAIN_NAME = /^[\w-]+$/;
const ELEMENT_NODE = 1;
const NO_MATCH = { match: false, pseudoElement: null };

/** By selector: whether an element may match it. */
const filters = new Map();

/** What a pseudo class asks for at least; of another one nothing is known. */
const PSEUDO_CLASSES = {
  is: ({ children }) => filterOf(children?.first),
  where: ({ children }) => filterOf(children?.first),
  link: () => has('href'),
  visited: () => has('href'),
  'popover-open': () => has('popover'),
  'focus-visible': () => element =>
    element._ownerDocument._lastFocusedElement === element,
};

/** Makes computed styles of a window of jsdom cheap. */
module.exports = function cheapComputedStyle(window) {
  const selectors = implForWrapper(window.document)._domSelector;
  const { check } = selectors;
  selectors.check = (selector, element, ...rest) =>
    mayMatch(selector, element) ? check(selector, element, ...rest) : NO_MATCH;

  const { getComputedStyle } = window;
  window.getComputedStyle = (element, pseudoElement) => {
    const impl = implForWrapper(element);
    const computeAll = () =>
      getComputedStyle.call(window, element, pseudoElement);
    return impl?.nodeType === ELEMENT_NODE && !pseudoElement
      ? lazily(impl, computeAll)
      : computeAll();
  };
};

function lazily(impl, computeAll) {
  let all;
  const whole = () => (all ??= computeAll());
  const resolved = name =>
    RESOLVED.includes(name) ? resolvedValue(impl, name) : undefined;
  const getPropertyValue = name =>
    resolved(name) ?? whole().getPropertyValue(name);
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'getPropertyValue') {
          return getPropertyValue;
        }
        const value = resolved(name) ?? whole()[name];
        return typeof value === 'function' ? value.bind(whole()) : value;
      },
      has: (_, name) => name in whole(),
      ownKeys: () => Reflect.ownKeys(whole()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(whole(), name);
        return found && { ...found, configurable: true };
      },
      getPrototypeOf: () => Reflect.getPrototypeOf(whole()),
    },
  );
}

function resolvedValue(element, name) {
  return propertiesWithResolvedValueImplemented[name].computedValue ===
    'as-specified'
    ? specifiedValue(element, name)
    : getResolvedValue(element, name);
}

/** The value with what CSS says of one that is inherited, or that is not there. */
function specifiedValue(element, name) {
  const { initial, inherited } = propertiesWithResolvedValueImplemented[name];
  const value = cascadedValue(element, name);
  const inherits = value === 'inherit' || (inherited && value === '');
  if (inherits && element.parentElement !== null) {
    return specifiedValue(element.parentElement, name);
  }
  return ['', 'initial', 'inherit'].includes(value) ? initial : value;
}

function mayMatch(selector, element) {
  let filter = filters.get(selector);
  if (!filter) {
    filter = filterOf(parsed(selector));
    filters.set(selector, filter);
  }
  return filter(element);
}

function parsed(selector) {
  // Escaped names are left as they are written.
  if (selector.includes('\\')) {
    return undefined;
  }
  try {
    return parse(selector, { context: 'selectorList' });
  } catch {
    // jsdom says what becomes of it.
    return undefined;
  }
}

/** Of a list of selectors. */
function filterOf(list) {
  if (list?.type !== 'SelectorList') {
    return () => true;
  }
  const alternatives = list.children.toArray().map(({ children }) => {
    const parts = children.toArray();
    const before = parts.findLastIndex(({ type }) => type === 'Combinator');
    return parts.slice(before + 1).map(partFilter);
  });
  return element =>
    alternatives.some(filtersOfLast =>
      filtersOfLast.every(one => one(element)),
    );
}

function partFilter(part) {
  const { type, name } = part;
  if (type === 'TypeSelector' && PLAIN_NAME.test(name)) {
    const tag = name.toLowerCase();
    return element => element.localName.toLowerCase() === tag;
  }
  if (type === 'ClassSelector') {
    return element => element.classList.contains(name);
  }
  if (type === 'IdSelector') {
    return element => element.getAttributeNS(null, 'id') === name;
  }
  if (type === 'AttributeSelector' && PLAIN_NAME.test(name.name)) {
    const [asWritten, inHtml] = [has(name.name), has(name.name.toLowerCase())];
    return element => asWritten(element) || inHtml(element);
  }
  if (type === 'PseudoClassSelector' && Object.hasOwn(PSEUDO_CLASSES, name)) {
    return PSEUDO_CLASSES[name](part);
  }
  return () => true;
}

function has(attribute) {
  return element => element.hasAttributeNS(null, attribute);
}
