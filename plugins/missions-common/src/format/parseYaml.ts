import {
  isMap,
  isScalar,
  type LineCounter,
  parseAllDocuments,
  type Document,
  visit,
  YAMLParseError,
} from 'yaml';

/**
 * The documents of a text, YAML 1.2 with texts as keys. A key that is there
 * twice is an error, like all others in their order.
 *
 * @remarks The library's own search for such keys compares each with all before
 * it: a map of 40,000 keys takes it ten seconds.
 */
export function parseYaml(text: string, lineCounter: LineCounter): Document[] {
  const parsed = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
    stringKeys: true,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  for (const document of documents) {
    for (const error of duplicateKeys(document)) {
      document.errors.push(error);
    }
    document.errors.sort((one, other) => one.pos[0] - other.pos[0]);
  }
  return documents;
}

function duplicateKeys(document: Document): YAMLParseError[] {
  const errors: YAMLParseError[] = [];
  visit(document, {
    Collection(_key, node) {
      const keys = new Set<unknown>();
      for (const { key } of isMap(node) ? node.items : []) {
        if (isScalar(key) && keys.has(key.value)) {
          const [start = 0, end = start] = key.range ?? [];
          errors.push(
            new YAMLParseError(
              [start, end],
              'DUPLICATE_KEY',
              'Map keys must be unique',
            ),
          );
        }
        keys.add(isScalar(key) ? key.value : key);
      }
    },
  });
  return errors;
}
