import { z } from "zod";

// The kinds of values of settings. Each reads a text from the environment, and its metadata describes the allowed
// values for docs/settings.md. Every kind has a default, because an empty environment must be enough to start.

const MB = 1024 * 1024;
export const GB = 1024 * MB;

const yes = new Set(["1", "true", "yes", "on"]);
const no = new Set(["0", "false", "no", "off"]);

export const flag = (fallback: "true" | "false") =>
  z
    .string()
    .toLowerCase()
    .refine((text) => yes.has(text) || no.has(text), "must be true or false")
    .transform((text) => yes.has(text))
    .default(fallback === "true")
    .meta({ values: "true or false", default: fallback });

/** A flag whose default depends on other settings (`readEnv`). */
export const optionalFlag = z
  .string()
  .toLowerCase()
  .refine((text) => yes.has(text) || no.has(text), "must be true or false")
  .transform((text) => yes.has(text))
  .optional()
  .meta({ values: "true or false" });

export const integer = (fallback: number, { min = 1, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)
    .default(fallback)
    .meta({ values: `a whole number from ${min}${max < 1e9 ? ` to ${max}` : ""}`, default: String(fallback) });

/** An isolation level; undefined for the default, which depends on other settings (`readEnv`). */
export const isolationLevel = z
  .string()
  .regex(/^[0-3]$/, "must be a whole number from 0 to 3")
  .transform(Number)
  .optional()
  .meta({
    values: "a whole number from 0 to 3",
    default: "2 if other machines can connect (`HOST` is not a loopback address, or `PUBLIC_URL` is set), otherwise 0",
  });

/** Bytes. */
export const size = (fallback: string) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?\s*(B|kB|KB|MB|GB|TB)?$/, "must be a size such as 512MB or 2GB")
    .transform(readSize)
    .default(readSize(fallback))
    .meta({ values: "a size such as 512MB", default: fallback });

function readSize(text: string): number {
  const [, amount = "0", , unit = "B"] = /^(\d+(\.\d+)?)\s*(\w*)$/.exec(text) ?? [];
  const factor = { "": 1, B: 1, kB: 1024, KB: 1024, MB, GB, TB: 1024 * GB }[unit] ?? 1;
  return Math.floor(Number(amount) * factor);
}

/** Seconds; null, the default, for no limit. */
export const secondsOrNone = z
  .string()
  .regex(/^(none|\d+)$/, "must be none or a whole number of seconds")
  .transform((text) => (text === "none" ? null : Number(text)))
  .default(null)
  .meta({ values: "seconds, or none", default: "none" });

/** An integer; null, the default, for no limit. */
export const integerOrNone = z
  .string()
  .regex(/^(none|[1-9]\d{0,8})$/, "must be none or a whole number from 1")
  .transform((text) => (text === "none" ? null : Number(text)))
  .default(null)
  .meta({ values: "a whole number from 1, or none", default: "none" });

const WEEK = 7 * 86_400;

const durationUnits: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 7 * 86_400 };

/** The seconds of a duration such as 30d, 12h or 90m; null for any other text. */
export function readDuration(text: string): number | null {
  const [, amount, unit = ""] = /^(\d{1,7})\s*([smhdw])$/.exec(text.trim()) ?? [];
  const seconds = Number(amount) * (durationUnits[unit] ?? 0);
  return seconds > 0 ? seconds : null;
}

/** The seconds of a duration. */
export const duration = (fallback: string) =>
  z
    .string()
    .refine((text) => readDuration(text) !== null, "must be a duration such as 30d or 12h")
    .transform((text) => readDuration(text) ?? 0)
    .default(readDuration(fallback) ?? 0)
    .meta({ values: "a duration such as 30d or 12h", default: fallback });

/** The seconds of a duration of a week or more, or null for no end. */
export const weeksOrNone = (fallback: string) =>
  z
    .string()
    .refine((text) => text === "none" || (readDuration(text) ?? 0) >= WEEK, "must be none, or 7d or longer")
    .transform((text) => (text === "none" ? null : readDuration(text)))
    .default(readDuration(fallback))
    .meta({ values: "a duration of 7d or longer, or none", default: fallback });

/** The seconds of a duration; null, the default, for no end. */
export const durationOrNone = z
  .string()
  .refine((text) => text === "none" || readDuration(text) !== null, "must be none or a duration such as 30d or 12h")
  .transform((text) => (text === "none" ? null : readDuration(text)))
  .default(null)
  .meta({ values: "a duration such as 30d or 12h, or none", default: "none" });

export const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .default([])
  .meta({ values: "a list, separated by commas or spaces", default: "" });

/** Numbers of GPUs; undefined, the default, for those of the machine. */
export const gpuNumbers = z
  .string()
  .regex(/^(none|\d{1,3}([\s,]+\d{1,3})*)$/, "must be none or numbers such as 0,1")
  .transform((text) => (text === "none" ? [] : [...new Set(text.split(/[\s,]+/).map(Number))]))
  .optional()
  .meta({ values: "numbers, separated by commas or spaces, or none", default: "those that nvidia-smi lists" });

/** Origins, as browsers write them. */
export const origins = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine(
    (listed) => listed.every((each) => URL.canParse(each) && /^https?:/.test(each) && new URL(each).origin === each),
    "must be origins such as https://lab.example.org, without a path",
  )
  .default([])
  .meta({ values: "a list of origins, separated by commas or spaces", default: "" });

export const url = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:/.test(text), "must be an address such as https://wooey.example.org")
  .transform((text) => text.replace(/\/+$/, ""))
  .optional()
  .meta({ values: "an address such as https://wooey.example.org", default: "" });
