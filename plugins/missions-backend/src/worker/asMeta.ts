/** What the log says of an error. */
export function asMeta(error: unknown): { error: string } {
  return {
    error:
      error instanceof Error ? error.stack ?? error.message : String(error),
  };
}
