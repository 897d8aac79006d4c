import { Environment, parse } from "@marcbachmann/cel-js";

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

const known = new Environment({ unlistedVariablesAreDyn: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn");

/** Whether the text is a CEL expression over `event` and `async`. An Inngest server refuses any other. */
export function isExpression(text: string): boolean {
  return known.check(text).valid;
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
