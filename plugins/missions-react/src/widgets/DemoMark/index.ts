export { DemoMark } from './DemoMark';
