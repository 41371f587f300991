import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);

// Whole pages are drawn and checked with axe: seconds on a busy machine.
jest.setTimeout(30_000);
// What is waited for comes late there, too.
configure({ asyncUtilTimeout: 10_000 });
