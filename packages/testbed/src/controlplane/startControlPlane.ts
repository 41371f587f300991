import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePorts } from '../processes/freePorts';
import { Leashed, startLeashed } from '../processes/startLeashed';
import { waitUntil } from '../processes/waitUntil';
import { buildBinaries } from './buildBinaries';
import { ClusterCertificates, createCertificates } from './certificates';
import {
  apiServerArguments,
  ClusterPorts,
  controllerManagerArguments,
  etcdArguments,
  kwokArguments,
  schedulerArguments,
} from './components';
import { FURNISHINGS } from './furnishings';
import { BinaryName } from './goModule';
import { createKubectl, Kubectl } from './kubectl';
import { kubeconfigOf } from './kubeconfig';
import { writeStages } from './stages';

const READY_MS = 90_000;
const PROXY_VARIABLES = /^(https?|all|no)_proxy$/i;

/** What {@link startControlPlane} can be told. */
export interface ControlPlaneOptions {
  /** Without kwok no pod ever runs. True unless told. */
  readonly kwok?: boolean;
  /** More of kwok's documents (own stages, logs), as files. */
  readonly kwokConfigs?: readonly string[];
  /** Hears what is being built. */
  readonly report?: (line: string) => void;
}

/** A real Kubernetes control plane on 127.0.0.1. */
export interface ControlPlane {
  /** Path of a kubeconfig whose user may do everything. */
  readonly kubeconfig: string;
  readonly server: string;
  /** The authority of the server's certificate, as PEM. */
  readonly authority: string;
  /** The administrator's client certificate and key, as PEM. */
  readonly admin: { readonly certificate: string; readonly privateKey: string };
  /** Runs kubectl against this cluster and resolves to what it printed. */
  readonly kubectl: Kubectl;
  stop(): Promise<void>;
}

/**
 * Starts etcd, the API server, the controllers, the scheduler and kwok, with
 * one node and one storage class. Takes about four seconds once the binaries
 * are built. All of it ends with this process.
 *
 * @throws MissingToolError when the binaries must be built and there is no Go.
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const { kwok = true, kwokConfigs = [], report } = options;
  const binaries = await buildBinaries(report);
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-cluster-'));
  const ports = await choosePorts();
  const server = `https://127.0.0.1:${ports.server}`;
  const certificates = await createCertificates();
  const running: Leashed[] = [];
  const start = (name: BinaryName, args: string[]) => {
    const process = startLeashed({
      command: binaries.path(name),
      args,
      logFile: join(folder, `${name}.log`),
      env: environment(),
    });
    running.unshift(process);
    return process;
  };
  const stop = async () => {
    for (const process of running) {
      await process.stop();
    }
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await writeFiles(folder, server, certificates);
    // The API server gives up soon when there is no store behind it.
    await waitUntil({
      what: 'etcd',
      process: start('etcd', etcdArguments(folder, ports)),
      timeoutMs: READY_MS,
      ready: () => isHealthy(`http://127.0.0.1:${ports.etcd}/health`),
    });
    await waitUntil({
      what: 'kube-apiserver',
      process: start('kube-apiserver', apiServerArguments(folder, ports)),
      timeoutMs: READY_MS,
      ready: () => answersReady(server, certificates),
    });
    start('kube-controller-manager', controllerManagerArguments(folder, ports));
    start('kube-scheduler', schedulerArguments(folder, ports));
    const kubeconfig = join(folder, 'kubeconfig');
    const kubectl = createKubectl(binaries.path('kubectl'), kubeconfig);
    await kubectl(['create', '-f', '-'], JSON.stringify(FURNISHINGS));
    if (kwok) {
      const stages = join(folder, 'stages.yaml');
      await writeStages(binaries.stages, stages);
      await waitUntil({
        what: 'kwok',
        process: start(
          'kwok',
          kwokArguments(folder, ports, [stages, ...kwokConfigs]),
        ),
        timeoutMs: READY_MS,
        ready: () => nodeIsReady(kubectl),
      });
    }
    await waitUntil({
      what: 'kube-controller-manager',
      process: running[0],
      timeoutMs: READY_MS,
      ready: () => defaultAccountExists(kubectl),
    });
    await insistOn(running);
    return {
      kubeconfig,
      server,
      authority: certificates.authority.certificate,
      admin: certificates.admin,
      kubectl,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function choosePorts(): Promise<ClusterPorts> {
  const [etcd, etcdPeer, server, controllerManager, scheduler, kwok] =
    await freePorts(6);
  return { etcd, etcdPeer, server, controllerManager, scheduler, kwok };
}

async function writeFiles(
  folder: string,
  server: string,
  certificates: ClusterCertificates,
): Promise<void> {
  const { authority, serving, admin, serviceAccount } = certificates;
  const files = {
    'ca.crt': authority.certificate,
    'serving.crt': serving.certificate,
    'serving.key': serving.privateKey,
    'admin.crt': admin.certificate,
    'admin.key': admin.privateKey,
    'sa.key': serviceAccount.privateKey,
    'sa.pub': serviceAccount.publicKey,
    kubeconfig: kubeconfigOf([
      {
        name: 'testbed',
        server,
        authority: authority.certificate,
        admin,
      },
    ]),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content, { mode: 0o600 });
  }
}

/** The API server honours proxies, and everything here is on 127.0.0.1. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !PROXY_VARIABLES.test(name),
      ),
    ),
    // A small heap is collected all the time: memory for time.
    GOGC: '400',
  };
}

async function isHealthy(address: string): Promise<boolean> {
  return (await fetch(address)).ok;
}

async function answersReady(
  server: string,
  { authority, admin }: ClusterCertificates,
): Promise<boolean> {
  return new Promise((done, fail) => {
    request(
      `${server}/readyz`,
      {
        ca: authority.certificate,
        cert: admin.certificate,
        key: admin.privateKey,
        agent: false,
      },
      response => {
        response.resume();
        done(response.statusCode === 200);
      },
    )
      .on('error', fail)
      .end();
  });
}

/** One that found its port taken has ended by now; without it nothing runs. */
async function insistOn(running: readonly Leashed[]): Promise<void> {
  for (const process of running) {
    if (!process.isRunning()) {
      throw new Error(
        `A part of the control plane has ended. Its log ends with:\n` +
          `${await process.logTail()}`,
      );
    }
  }
}

async function nodeIsReady(kubectl: Kubectl): Promise<boolean> {
  const status = await kubectl([
    'get',
    'nodes',
    '-o',
    'jsonpath={.items[0].status.conditions[?(@.type=="Ready")].status}',
  ]);
  return status === 'True';
}

async function defaultAccountExists(kubectl: Kubectl): Promise<boolean> {
  const name = await kubectl([
    'get',
    'serviceaccount',
    'default',
    '--namespace=default',
    '--ignore-not-found',
    '-o',
    'name',
  ]);
  return name.length > 0;
}
