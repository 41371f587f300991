import { IncomingMessage, ServerResponse } from 'node:http';
import { Cluster } from '../cluster';
import { Faults } from '../faults';
import { Identity } from '../identity';
import { Durable } from './reply';
import { RequestInfo } from './requestInfo';

/** What answering a request needs. */
export interface HandlerContext {
  readonly cluster: Cluster;
  readonly tokens: ReadonlyMap<string, Identity>;
  readonly faults: Faults;
  /** Speed of the simulated time. */
  readonly speed: number;
  /** Says when what was written is durable, where the state is kept. */
  readonly durable?: Durable;
}

/** One request about a resource. */
export interface ResourceRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly info: RequestInfo;
  readonly identity: Identity;
}
