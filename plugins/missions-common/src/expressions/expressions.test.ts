import {
  compileExpression,
  compileTemplate,
  dependencies,
  eachEntries,
  evaluate,
  evaluateCondition,
  evaluateOnObject,
  type ExpressionScope,
} from '.';

const scope: ExpressionScope = {
  parameters: { replicas: 3, ratio: 2, name: 'web', list: ['a', 'b'] },
  declared: {
    properties: {
      replicas: { type: 'integer' },
      ratio: { type: 'number' },
      name: { type: 'string' },
      list: { type: 'array', items: { type: 'string' } },
      absent: { type: 'string' },
    },
  },
  target: { name: 'prod', labels: { 'app/tier': 'gold' } },
  steps: { 'find-cause': { output: { image: 'nginx:1', n: 2 } } },
  roles: {
    hub: { targets: ['h'], steps: { init: { output: { token: 't' } } } },
    member: {
      targets: ['m1', 'm2'],
      steps: { join: { output: { m1: { address: '10.0.0.1' } } } },
    },
  },
  each: { key: 'a', value: { port: 80 } },
};

describe('evaluate', () => {
  it.each<[string, unknown]>([
    ['plain', 'plain'],
    ['${{ parameters.replicas }}', 3],
    ['${{ parameters.replicas + 1 }}', 4],
    ['${{ parameters.ratio * 1.5 }}', 3],
    ['x${{ parameters.replicas }}y', 'x3y'],
    ['${{ parameters.absent }}', null],
    ['${{ parameters.absent == null }}', true],
    ['${{ parameters.list }}', ['a', 'b']],
    [
      '${{ parameters.list.map(c, {"cluster": c}) }}',
      [{ cluster: 'a' }, { cluster: 'b' }],
    ],
    ["${{ steps['find-cause'].output.image }}", 'nginx:1'],
    ["${{ steps['find-cause'].output.n + 1 }}", 3],
    ["${{ target.labels['app/tier'] }}", 'gold'],
    ['${{ each.value.port }}', 80],
    ['${{ roles.hub.steps.init.output.token }}', 't'],
    ['${{ roles.member.targets }}', ['m1', 'm2']],
    [
      '${{ roles.member.targets.filter(t, t in roles.member.steps.join.output).map(t, roles.member.steps.join.output[t].address) }}',
      ['10.0.0.1'],
    ],
    ['${{ "}}" + \'}}\' }}', '}}}}'],
    ['${{ {"a": {"b": 1}} }}', { a: { b: 1 } }],
    ['$${{ literal }}', '${{ literal }}'],
    ['${{ duration("90s") }}', '90s'],
    ['${{ timestamp("2024-01-01T00:00:00Z") }}', '2024-01-01T00:00:00.000Z'],
    ['${{ parameters.?absent.orValue("x") }}', null],
    ['${{ 3u }}', 3],
  ])('turns %s into %j', (template, expected) => {
    expect(evaluate(template, scope)).toEqual(expected);
  });

  it('evaluates strings however deep and leaves other values', () => {
    expect(
      evaluate({ a: [{ b: '${{ parameters.name }}' }], n: 1, t: true }, scope),
    ).toEqual({ a: [{ b: 'web' }], n: 1, t: true });
  });

  it.each<[string, RegExp]>([
    ['a${{ parameters.absent }}', /yields null inside a text/],
    ['a${{ parameters.list }}', /yields a list inside a text/],
    ['${{ steps.nope.output }}', /No such key: nope/],
    ['${{ process.env }}', /reads "process"/],
    ['${{ parameters.constructor }}', /No such key: constructor/],
    ['${{ 1 + }}', /cannot be read at character/],
    ['${{ 9223372036854775807 }}', /too large for JSON/],
    ['${{ type(1) }}', /yields neither/],
  ])('refuses %s', (template, message) => {
    expect(() => evaluate(template, scope)).toThrow(
      expect.objectContaining({
        code: 'EXPRESSION_FAILED',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('refuses a text that grows too long', () => {
    const big = { parameters: { x: 'y'.repeat(200_000) } };
    expect(() =>
      evaluate('${{ parameters.x }} ${{ parameters.x }}', big),
    ).toThrow(/becomes longer than/);
  });

  it('refuses values with too many parts', () => {
    const rows = Array.from({ length: 210_000 }, () => 1);
    expect(() => evaluateOnObject('size(object)', { object: rows })).toThrow(
      /reads more than/,
    );
  });
});

describe('evaluateCondition', () => {
  it('yields true or false', () => {
    expect(evaluateCondition('parameters.replicas > 2', scope)).toBe(true);
    expect(evaluateCondition('parameters.absent != null', scope)).toBe(false);
  });

  it('refuses anything else', () => {
    expect(() => evaluateCondition('parameters.name', scope)).toThrow(
      'yields a string, expected true or false',
    );
  });
});

describe('evaluateOnObject', () => {
  it('reads whole JSON numbers as ints and fractions as doubles', () => {
    const object = { spec: { replicas: 2, weight: 0.5 } };
    expect(evaluateOnObject('object.spec.replicas + 1 == 3', { object })).toBe(
      true,
    );
    expect(evaluateOnObject('object.spec.weight < 1.0', { object })).toBe(true);
  });

  it('reads roots of any name', () => {
    expect(
      evaluateOnObject('status == 200 && size(body.data) > 0 && steps.x == 1', {
        status: 200,
        body: { data: [1] },
        steps: { x: 1 },
      }),
    ).toBe(true);
  });

  it('names what it may read', () => {
    expect(() => evaluateOnObject('obj.x', { object: {} })).toThrow(
      'reads "obj"; it may read object',
    );
  });
});

describe('compile', () => {
  it('reports place and reason of a fault', () => {
    expect(compileTemplate('ab ${{ 1 + }}')).toEqual({
      fault: expect.objectContaining({ offset: 10 }),
    });
    expect(compileTemplate('ab ${{ x')).toEqual({
      fault: { message: 'a ${{ that no }} closes', offset: 3 },
    });
    expect(compileTemplate('${{  }}')).toEqual({
      fault: { message: 'an empty ${{ }}', offset: 0 },
    });
  });

  it('bounds length and nesting', () => {
    expect(compileExpression(`"${'a'.repeat(5000)}"`)).toHaveProperty('fault');
    const nested = 'x.map(a, x.map(b, x.map(c, x.map(d, a + b + c + d))))';
    expect(compileExpression(nested)).toEqual({
      fault: {
        message: 'list macros nested 4 deep; at most 3 are allowed',
        offset: 0,
      },
    });
  });

  it('does not count variables of macros as names', () => {
    const result = compileExpression(
      "steps['a'].output.list.filter(f, f.n > parameters.min).map(f, f.name) + cel.bind(q, each.value, [q])",
    );
    expect('ok' in result && result.ok.references.map(r => r.root)).toEqual([
      'steps',
      'parameters',
      'each',
    ]);
  });
});

describe('dependencies', () => {
  it('names what a value reads', () => {
    expect(
      dependencies({
        a: '${{ parameters.x }}-${{ steps.one.output.y }}',
        b: ['${{ roles.hub.steps.join.output.token }}', '${{ each.key }}'],
        c: '${{ steps[parameters.which].output }}',
      }),
    ).toEqual({
      parameters: ['which', 'x'],
      steps: ['*', 'one'],
      roles: [{ role: 'hub', step: 'join' }],
      target: false,
      run: false,
      mission: false,
      each: true,
    });
  });

  it('reads bare conditions', () => {
    expect(dependencies('steps.a.output.ok', { bare: true }).steps).toEqual([
      'a',
    ]);
  });
});

describe('eachEntries', () => {
  it('keys texts by themselves, other lists by index, maps by sorted key', () => {
    expect(eachEntries(['b', 'a']).map(e => e.key)).toEqual(['b', 'a']);
    expect(eachEntries(['a', 'a']).map(e => e.key)).toEqual(['0', '1']);
    expect(eachEntries({ z: 1, a: 2 })).toEqual([
      { key: 'a', value: 2 },
      { key: 'z', value: 1 },
    ]);
  });

  it('refuses anything else and too many', () => {
    expect(() => eachEntries('x')).toThrow('expected a list or a map');
    expect(() => eachEntries(Array(201).fill(0))).toThrow('at most 200');
  });
});
