import '@testing-library/jest-dom';
import { toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);

// Whole pages are drawn and checked with axe: seconds on a busy machine.
jest.setTimeout(30_000);
