import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Mission Control. */
  missions?: {
    /**
     * What missions may do on which cluster. Clusters come from providers
     * (`kubernetes.clusterLocatorMethods`, `missions.kubeconfig`, demo); an
     * entry here adds the rules. Without an entry a cluster is read-only.
     */
    clusters?: Array<{
      /**
       * Name of a cluster, or a pattern with `*`. An entry with the exact name
       * wins over patterns; among patterns the first that fits.
       */
      name: string;
      /** Shown instead of the name. */
      title?: string;
      /** Such as development, staging, production. Shown, and used by approval rules. */
      environment?: string;
      /** Marks the cluster as production everywhere in the portal. */
      production?: boolean;
      /**
       * Targets that may work on the cluster at once, of all runs and replicas together; those that only wait
       * for people, time or another run do not count. Others stay in the queue. Default: no limit.
       */
      concurrency?: number;
      /** Allows missions to write. Defaults to false, for demo clusters to true. */
      writable?: boolean;
      /** Needed besides `writable` for the cluster that the portal itself runs in. */
      allowPortalCluster?: boolean;
      /** Where missions may write. */
      namespaces?: {
        /**
         * Namespaces that missions may write to; `*` stands for any characters.
         * Default: all that are not denied. Only a name without a pattern opens
         * kube-system, kube-public, kube-node-lease or the portal's namespace.
         */
        allow?: string[];
        /** Always wins. */
        deny?: string[];
      };
      /** What missions may write. */
      kinds?: {
        /** `Kind` or `group/Kind` with `*`; the core group is `core`. Default: all that are not denied. */
        allow?: string[];
        /** Always wins. */
        deny?: string[];
      };
      /**
       * Kinds without a namespace that missions may write, as in `kinds.allow`.
       * Default: none when `namespaces.allow` is set, else all. Namespace
       * objects follow `namespaces` instead.
       */
      clusterScoped?: string[];
      /**
       * Acts as another Kubernetes user, the same for all runs (`user`), or as
       * the person who started each (`starter`); the portal's own needs the
       * verb impersonate.
       */
      impersonate?: {
        /** Such as system:serviceaccount:missions:writer. */
        user?: string;
        /** Groups of that user. */
        groups?: string[];
        /** UID of that user. */
        uid?: string;
        /** In place of the others: each run acts as who started it. */
        starter?: {
          /** What of the User entity names the person. Default: ref. */
          user?: 'ref' | 'name' | 'email' | 'annotation';
          /** Key of the annotation, with `user: annotation`. */
          annotation?: string;
          /** Before the name of the user. Default: `backstage:`. */
          userPrefix?: string;
          /** What of the groups' entities names them. Default: ref. */
          groups?: 'ref' | 'name' | 'none';
          /** Refs of groups that are told, with `*` for any characters. Default: all. */
          onlyGroups?: string[];
          /** Before the name of a group. Default: `backstage:`. */
          groupPrefix?: string;
          /** Allows names that begin with `system:`. Default: false. */
          allowSystem?: boolean;
        };
      };
    }>;
    /** Contexts of a kubeconfig file as clusters. Nothing is read without this key. */
    kubeconfig?: {
      /** Defaults to the first file of KUBECONFIG, then to .kube/config in the home directory. */
      path?: string;
      /** Names of contexts. Default: all. */
      contexts?: string[];
    };
    /**
     * Which hosts of clusters in the catalog (`kubernetes.clusterLocatorMethods`,
     * type `catalog`) get credentials. Without an entry they are only shown:
     * many people can write the address in an entity.
     */
    catalogClusters?: Array<{
      /**
       * Such as `api.eu.example.com`, `*.clusters.example.com` or `10.1.2.3:6443`;
       * `*` does not reach over a dot.
       */
      hosts: string[];
      /**
       * Default: the token file.
       * @visibility secret
       */
      serviceAccountToken?: string;
      /** Default: the token of the portal's own pod. */
      tokenFile?: string;
      /** Authority of the certificates, base64 of PEM. Wins over what the entity says. */
      caData?: string;
      /** A PEM file instead. */
      caFile?: string;
    }>;
    /** Where the portal itself runs; missions do not write there by default. */
    portal?: {
      /** Defaults to the namespace of the portal's pod. */
      namespace?: string;
      /** Name of the cluster. Found by itself when its address is the one that pods use. */
      cluster?: string;
    };
    /** Where missions come from. */
    sources?: Array<{
      /** First part of the refs of its missions; unique. */
      name: string;
      /** A directory of this machine, or an address for Backstage's URL reader. */
      type: 'directory' | 'url';
      /** Of a directory, from the directory that the backend runs in. */
      path?: string;
      /** Of an address: one .yaml file, or a tree such as https://github.com/org/repo/tree/main/missions. */
      target?: string;
      /** When it is read. */
      schedule?: {
        /**
         * Time between two reads, at least ten seconds: `{ minutes: 5 }`, `5m` or
         * `PT5M`. Default: one minute for directories, ten for addresses.
         */
        frequency?: HumanDuration | string;
      };
    }>;
    /** Keys for secrets and journals. Without one, secrets and writes are refused. */
    sealing?: {
      /** The first seals, all open. What others sealed is sealed anew with it (docs/sealing-keys.md). */
      keys?: Array<{
        /** Kept beside what the key seals; unique. */
        id: string;
        /**
         * 32 bytes, base64 or hex.
         * @visibility secret
         */
        key?: string;
        /** A file that holds the key instead; relative to the working directory. */
        keyFile?: string;
      }>;
    };
    /**
     * When missions may write, and when not. Each entry that is for a cluster
     * counts: writes go while all of them are open. Undo runs are exempt.
     */
    changeWindows?: Array<{
      /** Shown to people who wait for it. */
      name: string;
      /** IANA name, such as Europe/Zurich: by these clocks the times below go. */
      timeZone: string;
      /** Environments whose clusters it is for. */
      environments?: string[];
      /** Names or patterns with `*` of clusters it is for, beside those. */
      clusters?: string[];
      /** Missions may write in these times only. Default: always. */
      allow?: Array<{
        /** monday to sunday. Default: every day. */
        days?: string[];
        /** Such as '09:00'. Default: '00:00'. */
        from?: string;
        /** Such as '17:30'; not later than `from`: on the day after. Default: '24:00'. */
        to?: string;
        /** Begins at these times instead: minute hour day-of-month month day-of-week. */
        cron?: string;
        /** How long a window with `cron` is, in hours. */
        hours?: number;
        /** Begins once, such as '2026-12-24' or '2026-12-24T18:00'. */
        start?: string;
        /** When a window with `start` ends. */
        end?: string;
      }>;
      /** Missions may not write in these times; wins over `allow`. */
      deny?: Array<{
        /** monday to sunday. Default: every day. */
        days?: string[];
        /** Such as '09:00'. Default: '00:00'. */
        from?: string;
        /** Such as '17:30'; not later than `from`: on the day after. Default: '24:00'. */
        to?: string;
        /** Begins at these times instead: minute hour day-of-month month day-of-week. */
        cron?: string;
        /** How long a window with `cron` is, in hours. */
        hours?: number;
        /** Begins once, such as '2026-12-24' or '2026-12-24T18:00'. */
        start?: string;
        /** When a window with `start` ends. */
        end?: string;
      }>;
    }>;
    /** Approvals that need nobody. */
    approval?: {
      /** When an approval that a mission wishes to be automatic may be so. */
      automatic?: {
        /** Plans that change nothing. Default: true. */
        emptyPlans?: boolean;
        /** Runs on demo clusters only. Default: true. */
        demo?: boolean;
      };
    };
    /** Telling people when a run waits for them. */
    notifications?: {
      /**
       * Refs of users and groups who are told of an approval whose mission names
       * nobody (`approval.from`). Telling gives no right to approve. Default: nobody.
       */
      approvers?: string[];
      /** Where the frontend shows Mission Control, for links. Default: /missions. */
      path?: string;
    };
    /** Taking runs back. */
    undo?: {
      /**
       * How long after its end a run can be taken back: `{ days: 14 }`, `14d` or
       * `P14D`. Default: 30 days.
       */
      retention?: HumanDuration | string;
    };
    /**
     * How long what ended is kept. Whichever limit comes first removes, the
     * oldest first; what can still be taken back, what goes on elsewhere, and
     * the last look of an orbit stay.
     */
    retention?: {
      /** False: everything is kept for ever. Default: true. */
      enabled?: boolean;
      /** Lines of logs. */
      logs?: {
        /** Since the end of the run: `{ days: 30 }`, `30d` or `P30D`. Default: 90 days. */
        age?: HumanDuration | string;
        /** Of so many ended runs, the newest. Default: 50000. */
        count?: number;
      };
      /** Events and evidence. */
      history?: {
        /** Since the end of the run. Default: 365 days. */
        age?: HumanDuration | string;
        /** Of so many ended runs, the newest. Default: 100000. */
        count?: number;
      };
      /** Runs themselves, each with its journal, plans and approvals; by age also freezes and hand-overs that ended. */
      runs?: {
        /** Since the end of the run. Default: 730 days. */
        age?: HumanDuration | string;
        /** So many ended runs, the newest. Default: 200000. */
        count?: number;
      };
    };
    /** What the engine tells by OpenTelemetry. */
    metrics?: {
      /**
       * Adds the ref of the mission to the metrics of runs: a series for each
       * mission. Default: false.
       */
      missionRef?: boolean;
    };
    /** The action and the check `core:http`. */
    http?: {
      /**
       * Hosts that core:http may ask although they are loopback, link-local or cloud
       * metadata: by name or address, with or without a port.
       */
      allow?: string[];
    };
    /** The API at /api/missions. */
    api?: {
      /** Size of a request's body, in kilobytes. Default: 512. */
      maxBodyKilobytes?: number;
    };
    /** What works on runs, in each replica. */
    worker?: {
      /** Clusters that one replica works on at once; those that only wait do not count. Default: 10. */
      concurrency?: number;
    };
  };
}
