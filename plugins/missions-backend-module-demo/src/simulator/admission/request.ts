import { WriteOptions } from '../api/options';
import { Resource } from '../kinds/resource';
import { KubeObject } from '../object';

/** One write on its way through admission. */
export interface AdmissionRequest {
  readonly object: KubeObject;
  readonly live?: KubeObject;
  readonly resource: Resource;
  readonly operation: 'CREATE' | 'UPDATE';
  readonly options: WriteOptions;
}
