import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine answers late.
configure({ asyncUtilTimeout: 10_000 });
