import { parse } from "@marcbachmann/cel-js";
import { Cron } from "croner";

const parsed = new Map<string, ReturnType<typeof parse>>();

/**
 * The value of a CEL expression over `event` (and `async`), undefined where it cannot be evaluated: a name that is
 * missing means "no match", as in Inngest.
 */
export function evaluateExpression(expression: string, variables: { event?: unknown; async?: unknown }): unknown {
  try {
    const value = program(expression)(variables);
    return typeof value === "bigint" ? Number(value) : value;
  } catch {
    return undefined;
  }
}

/** Whether the expression is true; no expression always is. */
export function isMatch(
  expression: string | null | undefined,
  variables: { event?: unknown; async?: unknown },
): boolean {
  return !expression || evaluateExpression(expression, variables) === true;
}

/** @throws the parser's own error for a text that is no CEL expression. */
export function checkExpression(expression: string): void {
  program(expression);
}

function program(expression: string): ReturnType<typeof parse> {
  let found = parsed.get(expression);
  if (!found) {
    found = parse(expression);
    // Expressions with a value written into them differ from run to run.
    if (parsed.size >= 500) parsed.clear();
    parsed.set(expression, found);
  }
  return found;
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of "1h30m", "90s" or until an ISO date (Inngest's time strings); null for anything else. */
export function parseDuration(text: string): number | null {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
  }
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|[smhdw])/g)) {
    totalMs += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  }
  return totalMs;
}

/** The next time a cron expression fires, after now. "TZ=Europe/Paris 0 9 * * *" is read in that zone, else UTC. */
export function nextCron(expression: string): Date {
  const next = parseCron(expression).nextRun();
  if (!next) throw new Error(`The cron expression "${expression}" never fires`);
  return next;
}

/** Whether the expression can be read and will fire. */
export function checkCron(expression: string): boolean {
  try {
    return parseCron(expression).nextRun() !== null;
  } catch {
    return false;
  }
}

function parseCron(expression: string): Cron {
  const [, zone, pattern] = /^TZ=(\S+)\s+(.*)$/.exec(expression) ?? [];
  return new Cron(pattern ?? expression, { timezone: zone ?? "UTC", paused: true });
}
