const MAX_LENGTH = 63;

/** A DNS-like name from a context's name, such as `admin@my_cluster` → `admin-my-cluster`. */
export function clusterName(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9.-]+/g, '-')
      .slice(-MAX_LENGTH)
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '') || 'cluster'
  );
}
