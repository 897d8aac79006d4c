// Data goes to stdout, and everything else to stderr, so that the output of a command can be piped.

/** Whether people see what is printed on stderr. */
export function isTalkingToPeople(): boolean {
  return process.stderr.isTTY === true;
}

/** Prints a message for people on stderr. */
export function talk(message: string): void {
  clearProgress();
  process.stderr.write(`${message}\n`);
}

/** Prints one line of data. */
export function print(line: string): void {
  clearProgress();
  process.stdout.write(`${line}\n`);
}

/** Prints data as JSON, indented for people. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined));
}

/** Prints rows as columns. Off a terminal they are separated by tabs, for cut and awk. */
export function printTable(rows: string[][]): void {
  if (!process.stdout.isTTY) {
    for (const row of rows) print(row.map(toVisible).join("\t"));
    return;
  }
  const cells = rows.map((row) => row.map(toVisible));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const columns = process.stdout.columns || 80;
  for (const row of cells) {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
    print(line.trimEnd().slice(0, columns));
  }
}

/** A text without control characters: names come from other people, and could otherwise move the cursor. */
export function toVisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "�");
}

/** Size in the unit that people read. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** power;
  return `${power > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${units[power]}`;
}

let isProgressShown = false;
let nextProgressAt = 0;

/** Draws how much is done, on a terminal only. */
export function showProgress(label: string, { done, total }: { done: number; total: number }): void {
  if (!isTalkingToPeople() || (Date.now() < nextProgressAt && done < total)) return;
  nextProgressAt = Date.now() + 100;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const width = 24;
  const bar = "█".repeat(Math.round(share * width)).padEnd(width, "·");
  const sizes = `${formatBytes(done)} of ${formatBytes(total)}`;
  process.stderr.write(`\r\x1b[K${toVisible(label).slice(0, 30)} ${bar} ${Math.floor(share * 100)} % (${sizes})`);
  isProgressShown = true;
}

/** Removes the progress bar before anything else is printed. */
export function clearProgress(): void {
  if (!isProgressShown) return;
  isProgressShown = false;
  process.stderr.write("\r\x1b[K");
}
