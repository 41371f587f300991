import ts from 'typescript';

/** The keys that a `config.d.ts` declares, such as `missions.sources.name`, and whether each has a comment. */
export function declaredKeys(text) {
  const file = ts.createSourceFile('config.d.ts', text, ts.ScriptTarget.Latest);
  const keys = [];
  const visit = (members, parent) => {
    for (const member of members.filter(ts.isPropertySignature)) {
      const key = [...parent, member.name.getText(file)];
      const hasComment =
        ts.getLeadingCommentRanges(text, member.pos) !== undefined;
      const inner = membersOf(member.type);
      keys.push({ key: key.join('.'), hasComment, isLeaf: !inner });
      visit(inner ?? [], key);
    }
  };
  visit(file.statements.find(ts.isInterfaceDeclaration).members, []);
  return keys;
}

function membersOf(type) {
  const held = ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : type;
  return held && ts.isTypeLiteralNode(held) ? held.members : undefined;
}

/** The keys from the root that a source file reads. */
export function readKeys(source) {
  const reads = /(?:\b(?:get\w*|has)\(|\bkey:)\s*'(missions\.[\w.]+)'/g;
  return [...source.matchAll(reads)].map(match => match[1]);
}

/** Whether a source file names the last part of a key in a string. */
export function namesPart(source, key) {
  return new RegExp(`['.]${key.split('.').at(-1)}['.]`).test(source);
}
