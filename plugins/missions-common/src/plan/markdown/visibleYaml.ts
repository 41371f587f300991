import { Document, type Scalar, stringify, visit } from 'yaml';
import { visibleText } from '../../text';
import { doubleBackslashes } from '../../text/unseen';

const OPTIONS = { lineWidth: 0 };

/**
 * An object as YAML in which what cannot be seen is written out, and a text
 * that reads like that is told apart: quoted, where its backslashes are doubled,
 * or with doubled backslashes in a block of lines.
 */
export function visibleYaml(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar(place, scalar) {
      if (typeof scalar.value === 'string') {
        tellApart(scalar as Scalar<string>, place === 'key');
      }
    },
  });
  return visibleText(document.toString(OPTIONS));
}

function tellApart(scalar: Scalar<string>, isKey: boolean) {
  const { value } = scalar;
  const doubled = doubleBackslashes(value);
  if (doubled === value) {
    return;
  }
  if (!isKey && stringify(value, OPTIONS).startsWith('|')) {
    scalar.value = doubled;
  } else {
    scalar.type = 'QUOTE_DOUBLE';
  }
}
