const KEPT = 10_000;
const CHUNK = 1_000;

/** Notes a line in a list that nobody may ever look at: the last 10,000 lines are kept, those before go by the thousand. */
export function note(lines: string[], line: string): void {
  // By the thousand: who counts the lines before and after a question would be led astray by each line that goes.
  if (lines.length >= KEPT + CHUNK) lines.splice(0, CHUNK);
  lines.push(line);
}
