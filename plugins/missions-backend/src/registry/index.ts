export { Registry } from './Registry';
export { actionFacts, checkFacts } from './actionFacts';
export { inputSchemaOf, outputSchemaOf } from './jsonSchemaOf';
export { inputFaults } from './inputFaults';
