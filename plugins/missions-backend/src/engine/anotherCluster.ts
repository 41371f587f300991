/** What to say when another cluster answers than the one that an orbit watches. */
export function anotherCluster(uids: {
  readonly uid: string;
  readonly watchedUid: string;
}): { message: string; remedy: string } {
  return {
    message: `The UID of kube-system is ${uids.uid}, and was ${uids.watchedUid} when the orbit first looked; what was found on that one counts as not assessed`,
    remedy:
      'Point its configuration to the cluster that the orbit watches. If it was replaced for good, disable the orbit and enable it anew.',
  };
}
