export { AuthorizedUndoKitService } from './AuthorizedUndoKitService';
export { DefaultUndoKitService } from './DefaultUndoKitService';
export type {
  UndoKitFile,
  UndoKitOptions,
  UndoKitService,
} from './UndoKitService';
