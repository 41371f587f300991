/** Sets the steady clock of the process ahead: what measures by it need not be waited for. */
export function setClockAhead(milliseconds: number): jest.SpyInstance {
  const now = performance.now.bind(performance);
  return jest
    .spyOn(performance, 'now')
    .mockImplementation(() => now() + milliseconds);
}
