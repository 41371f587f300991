import {
  formatExample,
  formatWords,
  matchesFormat,
  parameterFormats,
} from './parameterFormats';
import { validateParameters } from './parameterValidation';

describe('formats of parameters', () => {
  it.each(parameterFormats)('has an example of %s that it accepts', format => {
    expect(matchesFormat(format, formatExample(format))).toBe(true);
    expect(formatWords(format).split(' such as ')).toEqual([
      expect.stringMatching(/^an? /),
      formatExample(format),
    ]);
  });

  it.each([
    ['duration', 'PT1H30M', 'a duration such as 1h30m'],
    ['date-time', '2026-01-31', 'a date and time such as 2026-01-31T10:00:00Z'],
  ] as const)('says how a %s is written', (format, given, words) => {
    const { problems } = validateParameters(
      { properties: { wait: { type: 'string', format } } },
      { wait: given },
    );
    expect(problems).toEqual([
      {
        path: 'wait',
        fault: { keyword: 'format', format },
        message: `Parameter "wait" must be ${words}; it is "${given}"`,
      },
    ]);
  });
});
