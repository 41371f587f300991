import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { findFiles } from './findFiles.mjs';

const FOLDERS = [
  '.changeset',
  '.ci',
  'docs',
  'examples',
  'missions',
  'packages',
  'plugins',
  'scripts',
];
const DOCUMENT =
  /^(?:[A-Z]+\.md|docs\/.*\.md|(?:packages|plugins)\/[^/]+\/README\.md|missions\/.*README\.md)$/;

/** Written when something runs, a field of an input, or an example of a name. */
const NOT_KEPT = new Set([
  '.local/',
  'dev.json',
  'expect.json',
  'docs/decisions/NNNN-title.md',
  'report.api.md',
]);

/**
 * All `paths` of the repository, folders with a `/` at the end, its `documents`
 * and the address of the `repository`, where READMEs of packages link to.
 */
export function readPages(root) {
  const files = [
    ...readdirSync(root, { withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => entry.name),
    ...FOLDERS.flatMap(folder => findFiles(join(root, folder), () => true)).map(
      path => path.slice(root.length + 1),
    ),
  ];
  const folders = new Set();
  for (const file of files) {
    for (let at = dirname(file); at !== '.'; at = dirname(at)) {
      folders.add(`${at}/`);
    }
  }
  const read = path => readFileSync(join(root, path), 'utf8');
  return {
    paths: new Set([...files, ...folders]),
    documents: files.filter(file => DOCUMENT.test(file)),
    repository: JSON.parse(read('plugins/missions/package.json')).repository
      .url,
    read,
  };
}

/** Links and paths in backticks of one document that lead nowhere. */
export function brokenReferences(path, { paths, read, repository }) {
  const prose = withoutExamples(read(path));
  const published = new RegExp(`^${repository}/(?:blob|tree)/main/`);
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(match => match[1])
    .filter(link =>
      published.test(link)
        ? !leads(link.replace(published, ''), '', paths, read)
        : !/^[a-z]+:/.test(link) && !leads(link, path, paths, read),
    );
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(match => match[1])
    .filter(span => isPath(span) && !exists(span, path, paths));
  return [...links, ...spans];
}

function leads(link, from, paths, read) {
  const [file, anchor] = link.split('#');
  const target = file ? normalize(join(dirname(from), file)) : from;
  if (!anchor) {
    return paths.has(target) || paths.has(`${target.replace(/\/$/, '')}/`);
  }
  return paths.has(target) && anchorsOf(read(target)).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(text) {
  return [...withoutExamples(text).matchAll(/^#+ (.+)$/gm)].map(match =>
    match[1]
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutExamples(text) {
  return text.replace(/^```[^]*?^```/gm, '');
}

/** Whether a text in backticks means a file or folder of this repository. */
function isPath(span) {
  if (NOT_KEPT.has(span) || /[\s<>{}:@~]|^\//.test(span)) {
    return false;
  }
  return (
    /\.(?:[cm]?js|css|json|md|sum|tsx?|ya?ml)$/.test(span) ||
    /(?:^|\/)src\/|\/$/.test(span) ||
    FOLDERS.includes(span.split('/')[0])
  );
}

/**
 * A path counts from the document, from the root, from `plugins/`, or from any
 * folder of the document's package; a name alone from anywhere. `*` stands for
 * any characters of one name.
 */
function exists(span, from, paths) {
  const home = /^(?:packages|plugins)\/[^/]+\//.exec(from)?.[0] ?? '';
  const pattern = span
    .replace(/\/$/, '')
    .replace(/[.+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*');
  const anywhere = span.includes('/') ? home : '';
  const expected = new RegExp(
    `^(?:plugins/|${anywhere}(?:.*/)?)?${pattern}/?$`,
  );
  return (
    paths.has(normalize(join(dirname(from), span))) ||
    [...paths].some(path => expected.test(path))
  );
}
