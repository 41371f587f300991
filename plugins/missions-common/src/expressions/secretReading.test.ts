import { evaluate, evaluateCondition } from './evaluate';
import type { ExpressionScope } from './scope';
import type { SecretReading } from './secretReading';

const token = 'Hunter-Two-2024';
const scope: ExpressionScope = {
  parameters: {
    token,
    user: 'jane',
    users: [{ name: 'jane', password: 'PassWord' }],
    open: 'Open-Value',
    many: 2024,
  },
  steps: { read: { output: { sum: 12345, key: token } } },
};

/** Everything that holds one of the secrets; tells what was derived. */
function watch(): SecretReading & { found: (string | number)[] } {
  const found: (string | number)[] = [];
  return {
    found,
    isSecret: value => /Hunter-Two|PassWord/.test(JSON.stringify(value) ?? ''),
    derived: value => found.push(value),
  };
}

describe('what an expression makes of a secret', () => {
  it.each([
    ['parameters.token', []],
    ['parameters.token.lowerAscii()', ['hunter-two-2024']],
    ['parameters.token.substring(0, 6)', ['Hunter']],
    ['"Bearer " + parameters.token', [`Bearer ${token}`]],
    [
      '"a-" + parameters.token.lowerAscii()',
      ['a-hunter-two-2024', 'hunter-two-2024'],
    ],
    ['parameters.token.split("-")[0]', ['Hunter', '2024']],
    ['[parameters.user, parameters.token.upperAscii()]', ['HUNTER-TWO-2024']],
    ['{"a": {parameters.token.lowerAscii(): 1}}', ['hunter-two-2024']],
    ['parameters.users', []],
    ['parameters.users.map(u, u.password.lowerAscii())', ['password']],
    ['parameters.users.map(u, u.name)', []],
    ['parameters.token.startsWith("H") ? "vault" : "other"', []],
    ['parameters.token != null ? parameters.user : "none"', []],
    ['size(parameters.token)', []],
    ['size(parameters.token) * 1000', [15000]],
    ['parameters.token == "x"', []],
    ['int(parameters.token.substring(11))', [2024, '2024']],
    ['cel.bind(x, parameters.token, x.lowerAscii())', ['hunter-two-2024']],
    ['parameters.open.lowerAscii()', []],
    ['steps.read.output.sum', []],
  ])('is told: %s', (expression, expected) => {
    const secrets = watch();
    evaluate({ a: [`\${{ ${expression} }}`] }, scope, secrets);
    expect([...new Set(secrets.found)].sort()).toEqual([...expected].sort());
  });

  it('is told of each expression of a text', () => {
    const secrets = watch();
    const text = 'https://${{ parameters.token.lowerAscii() }}@host';
    expect(evaluate(text, scope, secrets)).toBe('https://hunter-two-2024@host');
    expect(secrets.found).toEqual(['hunter-two-2024']);
  });

  it('is refused when it is too short to be hidden', () => {
    const part = '${{ parameters.token.substring(0, 3) }}';
    expect(() => evaluate(part, scope, watch())).toThrow(
      'makes a text of 3 characters of a secret; shorter than 4 cannot be hidden',
    );
    expect(evaluate(part, scope)).toBe('Hun');
  });

  it.each([
    'duration(parameters.token.lowerAscii())',
    '{"a": 1}[parameters.token.lowerAscii()]',
    'bool(parameters.token.lowerAscii())',
  ])('is in no error: %s', expression => {
    const failing = () => evaluate(`\${{ ${expression} }}`, scope, watch());
    expect(failing).toThrow('the reason is not told');
    expect(() => evaluateCondition(expression, scope, watch())).toThrow(
      'the reason is not told',
    );
  });
});
