export { DirectorySource } from './DirectorySource';
export { UrlSource } from './UrlSource';
export { SourceReader } from './SourceReader';
export { SourceAges } from './SourceAges';
export { DemoSeeder } from './DemoSeeder';
export { loadSource } from './loadSource';
export type { LoadedSource } from './loadSource';
export { readSources } from './readSources';
export type {
  MissionFile,
  MissionSource,
  UnreadableFile,
} from './MissionSource';
