/** Whether an answer is one that nobody should get: a defect, not a refusal. */
export function isDefect(answer: string): boolean {
  return /^(Type|Reference|Range|Syntax)Error|does not settle/.test(answer);
}
