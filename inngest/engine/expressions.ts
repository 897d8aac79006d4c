import { parse } from "@marcbachmann/cel-js";
import { Cron } from "croner";

const parsed = new Map<string, ReturnType<typeof parse>>();

/**
 * The value of a CEL expression over `event` (and `async`); undefined when it cannot be evaluated. As in Inngest, a
 * name that is missing means "no match".
 */
export function evaluateExpression(expression: string, variables: { event?: unknown; async?: unknown }): unknown {
  try {
    const value = program(expression)(variables);
    return typeof value === "bigint" ? Number(value) : value;
  } catch {
    return undefined;
  }
}

/** Whether the expression is true. Without an expression, everything matches. */
export function isMatch(
  expression: string | null | undefined,
  variables: { event?: unknown; async?: unknown },
): boolean {
  return !expression || evaluateExpression(expression, variables) === true;
}

/** @throws the parser's error when the text is not a CEL expression. */
export function checkExpression(expression: string): void {
  program(expression);
}

function program(expression: string): ReturnType<typeof parse> {
  let compiled = parsed.get(expression);
  if (!compiled) {
    compiled = parse(expression);
    // Expressions that contain a value differ from run to run.
    if (parsed.size >= 500) parsed.clear();
    parsed.set(expression, compiled);
  }
  return compiled;
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The milliseconds of "1h30m" or "90s", or until an ISO date (Inngest's time strings); null for any other text. */
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

/** The next time at which a cron expression fires, in UTC or in the zone of "TZ=Europe/Paris 0 9 * * *". */
export function nextCron(expression: string): Date {
  const next = parseCron(expression).nextRun();
  if (!next) throw new Error(`The cron expression "${expression}" never fires`);
  return next;
}

/** Whether the cron expression is valid and will fire. */
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
