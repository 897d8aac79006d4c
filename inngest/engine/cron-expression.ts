import { Cron } from "croner";

interface Field {
  name: string;
  min: number;
  max: number;
  /** Names of the values from `min`. */
  names?: string[];
}

// As the Inngest server parses them (robfig/cron v3 with five fields): no seconds, no @daily, no L, no 7 for Sunday.
const fields: Field[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { name: "day of the week", min: 0, max: 6, names: "sun mon tue wed thu fri sat".split(" ") },
];

/** The next time at which a cron expression fires, in UTC or in the zone of "TZ=Europe/Paris 0 9 * * *". */
export function nextCron(expression: string): Date {
  const next = parseCron(expression).nextRun();
  if (!next) throw new Error(`The cron expression "${expression}" never fires`);
  return next;
}

/** Why an Inngest server would refuse the cron expression, or why it never fires; null if all is well. */
export function cronProblem(expression: string): string | null {
  try {
    nextCron(expression);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parseCron(expression: string): Cron {
  const [, zone, pattern = expression] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/s.exec(expression) ?? [];
  const words = pattern.trim().split(/\s+/);
  if (words.length !== fields.length) {
    throw new Error(`"${expression}" has not the five fields minute, hour, day, month and day of the week`);
  }
  // In numbers, because croner has more than an Inngest server has, and other meanings for some of it.
  const plain = words.map((word, index) => toNumbers(word, fields[index] as Field)); // There are as many fields.
  return new Cron(plain.join(" "), { timezone: zone ?? "UTC", paused: true });
}

/** The values of a field as a list of numbers; `*` for all of them without a step, as days are combined by it. */
function toNumbers(word: string, field: Field): string {
  const values = word.split(",").flatMap((part): (number | "*")[] => valuesOf(part, field) ?? ["*"]);
  return values.includes("*") ? "*" : [...new Set(values)].join(",");
}

/** The values of `5`, `mon-fri` or `every tenth`; null for `*`. */
function valuesOf(part: string, field: Field): number[] | null {
  const problem = () => new Error(`"${part}" is no ${field.name} from ${field.min} to ${field.max}`);
  const [, range = "", stepText] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const step = Number(stepText ?? 1);
  if (step === 0) throw problem();
  const isAll = range === "*" || range === "?";
  if (isAll && step === 1) return null;
  const [first = "", last, ...others] = range.split("-");
  const low = isAll ? field.min : numberOf(first, field);
  const high = isAll || (last === undefined && stepText !== undefined) ? field.max : numberOf(last ?? first, field);
  if (low === null || high === null || low > high || others.length > 0) throw problem();
  const values: number[] = [];
  for (let value = low; value <= high; value += step) values.push(value);
  return values;
}

function numberOf(text: string, { min, max, names }: Field): number | null {
  const byName = names?.indexOf(text.toLowerCase()) ?? -1;
  if (byName >= 0) return min + byName;
  const value = /^\d+$/.test(text) ? Number(text) : -1;
  return value >= min && value <= max ? value : null;
}
