// @ts-check
/*
 * What the rules of a document say of one property of an element. jsdom matches
 * all rules, of which few say anything of `display` or `visibility`; here only
 * those are matched that do, the last first, as the last one that matches counts.
 */
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const { JSDOM } = require('jsdom');

/** A page of jsdom with the rules that it has for every page. */
const { document: plainPage } = new JSDOM(
  `<style>${readFileSync(
    join(
      dirname(require.resolve('jsdom/package.json')),
      'lib/jsdom/browser/default-stylesheet.css',
    ),
    'utf8',
  )}</style>`,
).window;
const [DEFAULT_SHEET] = plainPage.styleSheets;

/** Rules by property, by document, for as long as the sheets stay the same. */
const indexes = new WeakMap();
/** Values by element, by property, by what jsdom drops when an element changes. */
const caches = new WeakMap();
/** What becomes of a declared value, by property and value. */
const normalised = new Map();

/** The value of a property that no shorthand sets; empty where no rule has one. */
module.exports = function cascadedValue(element, property) {
  const cache = cacheOf(element._ownerDocument, property);
  if (!cache.has(element)) {
    cache.set(element, compute(element, property));
  }
  return cache.get(element);
};

function compute(element, property) {
  const inline = element.style.getPropertyValue(property);
  if (inline !== '') {
    return inline === 'unset' ? '' : inline;
  }
  for (const { selector, value } of rulesOf(element._ownerDocument, property)) {
    if (matches(selector, element)) {
      return value === 'unset' ? '' : value;
    }
  }
  return '';
}

function matches(selector, element) {
  try {
    const found = element._ownerDocument._domSelector.check(selector, element);
    return found.match && !found.pseudoElement;
  } catch {
    // A selector that jsdom does not know.
    return false;
  }
}

function cacheOf(document, property) {
  document._styleCache ??= new WeakMap();
  let byProperty = caches.get(document._styleCache);
  if (!byProperty) {
    byProperty = new Map();
    caches.set(document._styleCache, byProperty);
  }
  let cache = byProperty.get(property);
  if (!cache) {
    cache = new WeakMap();
    byProperty.set(property, cache);
  }
  return cache;
}

/** The rules that declare a property, the last first. */
function rulesOf(document, property) {
  const sheets = document.styleSheets._list;
  let index = indexes.get(document);
  if (!index || !isOf(index, sheets)) {
    index = {
      sheets: [...sheets],
      counts: sheets.map(sheet => sheet.cssRules.length),
      rules: new Map(),
    };
    indexes.set(document, index);
  }
  let rules = index.rules.get(property);
  if (!rules) {
    rules = [DEFAULT_SHEET, ...sheets]
      .flatMap(sheet => Array.from(sheet.cssRules).flatMap(plainRules))
      .flatMap(rule => declarationOf(rule, property))
      .reverse();
    index.rules.set(property, rules);
  }
  return rules;
}

function isOf({ sheets, counts }, now) {
  return (
    sheets.length === now.length &&
    now.every(
      (sheet, at) =>
        sheet === sheets[at] && sheet.cssRules.length === counts[at],
    )
  );
}

/** As jsdom has it: of rules within rules those for the screen, one level deep. */
function plainRules(rule) {
  if (!rule.media) {
    return [rule];
  }
  const isOfScreen = Array.from(rule.media).includes('screen');
  if (rule.constructor.name === 'CSSImportRule') {
    return rule.styleSheet && (rule.media.length === 0 || isOfScreen)
      ? Array.from(rule.styleSheet.cssRules)
      : [];
  }
  return isOfScreen ? Array.from(rule.cssRules) : [];
}

function declarationOf({ selectorText, style }, property) {
  if (!selectorText || !style || !Array.from(style).includes(property)) {
    return [];
  }
  const declared = style.getPropertyValue(property);
  const value = normalisedValue(property, declared);
  // One that is not understood leaves what was said before.
  return declared !== '' && value === ''
    ? []
    : [{ selector: selectorText.split(';').pop().trim(), value }];
}

function normalisedValue(property, value) {
  const key = `${property}: ${value}`;
  if (!normalised.has(key)) {
    const { style } = plainPage.createElement('i');
    style.setProperty(property, value);
    normalised.set(key, style.getPropertyValue(property));
  }
  return normalised.get(key);
}
