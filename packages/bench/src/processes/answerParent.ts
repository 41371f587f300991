/** Answers what the parent of this process asks, and says that it is ready. */
export function answerParent(
  answer: (message: any) => Promise<unknown> | unknown,
): void {
  process.on('message', ({ id, message }: { id: number; message: unknown }) => {
    Promise.resolve()
      .then(() => answer(message))
      .then(
        value => process.send!({ answerTo: id, value: value ?? null }),
        error => process.send!({ problem: String(error?.stack ?? error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
  process.send!({ ready: true });
}
