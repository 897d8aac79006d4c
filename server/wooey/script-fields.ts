import { z } from "zod";
import { environmentExists } from "@/server/environments/environments";
import { AppError } from "@/server/errors";
import { phrase, t } from "@/server/language/text";
import type { ScriptPatch } from "@/server/scripts/patch";
import type { VersionPatch } from "@/server/scripts/patch-version";
import { fieldText, requiredFieldText } from "./field-types";

// The fields of API v1 with Django's messages (Wooey 0.14 validates with Django forms). If a form of Django would read
// a value as null and then fail in the database, the value is refused here on its field.

const required = phrase("This field is required.");

// The words of NullBooleanSelect; JSON's 1 and 0 equal True and False in Python.
const booleans = new Map<unknown, boolean>([
  ...(["True", "true", "2", true, 1] as const).map((word) => [word, true] as const),
  ...(["False", "false", "3", false, 0] as const).map((word) => [word, false] as const),
]);

const boolean = (message: string) =>
  z
    .unknown()
    .transform((value, context) => {
      const known = booleans.get(value);
      if (known !== undefined) return known;
      context.addIssue({ code: "custom", message: t(message) });
      return z.NEVER;
    })
    .meta({
      anyOf: [
        { type: "boolean" },
        { type: "string", enum: [...booleans.keys()].filter((word) => typeof word === "string") },
        { type: "integer", minimum: 0, maximum: 1 },
      ],
    });

const order = z
  .unknown()
  .transform((value, context) => {
    // Django drops a fraction of zeros before it reads an integer.
    const digits = /^\s*([+-]?\d+)(\.0*)?\s*$/.exec(
      typeof value === "string" || typeof value === "number" ? `${value}` : "",
    );
    const number = Number(digits?.[1]);
    const message = digits ? messageForRange(number) : t("Enter a whole number.");
    if (message === null) return number;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .meta({
    type: ["integer", "string"],
    minimum: 1,
    maximum: 32767,
    pattern: `^\\s*\\+?0*(${"[1-9]\\d{0,3}|[12]\\d{4}|3[01]\\d{3}|32[0-6]\\d{2}|327[0-5]\\d|3276[0-7]"})(\\.0*)?\\s*$`,
  });

const environment = z
  .unknown()
  .transform(async (value, context) => {
    if (value === null || value === "") return null;
    const id = /^\d{1,9}$/.test(String(value)) ? Number(value) : null;
    if (id !== null && (await environmentExists(id))) return id;
    const message = t("Select a valid choice. That choice is not one of the available choices.");
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .meta({
    type: ["integer", "string", "null"],
    minimum: 1,
    maximum: 999_999_999,
    pattern: "^\\d{0,9}$",
    description: "The id of a virtual environment; empty for none.",
  });

const trueOrFalse = boolean(phrase("Enter true or false."));

const details = z.object({
  script_description: fieldText(100_000).optional(),
  documentation: fieldText(1_000_000).optional(),
  script_order: order.optional(),
  is_active: trueOrFalse.optional(),
  ignore_bad_imports: trueOrFalse.optional(),
  execute_full_path: trueOrFalse.optional(),
  save_path: fieldText(255)
    .optional()
    .meta({ description: "Where Wooey stores outputs. Has no effect here; kept for compatibility." }),
  virtual_environment: environment.optional(),
  group: fieldText(255)
    .optional()
    .meta({ description: "Created if no group has this name. Empty for the default group." }),
});

/** The fields of a script that PATCH accepts. */
export const scriptPatchFields = details.extend({
  script_name: requiredFieldText(255).optional(),
});

/** The fields of an upload besides its files. */
export const addScriptFields = details.extend({
  default: trueOrFalse
    .optional()
    .meta({ description: "Whether the new version becomes the default. True if missing." }),
  allow_no_parameters: trueOrFalse.optional().meta({
    description: "Whether a Python script without a parser is added, with a form that only runs it. False if missing.",
  }),
});

/** The fields of a version that PATCH accepts: at least one. */
export const versionPatchFields = z
  .object({
    default_version: boolean(required).optional(),
    is_active: boolean(required).optional(),
  })
  .meta({ anyOf: [{ required: ["default_version"] }, { required: ["is_active"] }] });

/** Parses the fields of an upload. @throws ZodError by field */
export async function readAddFields(fields: Record<string, unknown>) {
  const { default: makeDefault, allow_no_parameters, group, ...rest } = await addScriptFields.parseAsync(fields);
  return { makeDefault, group, requiresParser: !allow_no_parameters, details: toPatch(rest) };
}

/** Parses a PATCH of a script. @throws ZodError by field */
export async function readScriptPatch(fields: Record<string, unknown>): Promise<ScriptPatch> {
  const { script_name, group, ...rest } = await scriptPatchFields.parseAsync(fields);
  return withoutUndefined({ ...toPatch(rest), name: script_name, group });
}

/** Parses a PATCH of a version. @throws ZodError by field, invalid if both fields are missing */
export function readVersionPatch(fields: Record<string, unknown>): VersionPatch {
  const { default_version, is_active } = versionPatchFields.parse(fields);
  if (default_version === undefined && is_active === undefined)
    throw new AppError("invalid", t("At least one field is required."));
  return withoutUndefined({ isDefault: default_version, isActive: is_active });
}

function toPatch(fields: Omit<z.output<typeof details>, "group">): Omit<ScriptPatch, "name" | "group"> {
  return withoutUndefined({
    description: fields.script_description,
    documentation: fields.documentation,
    position: fields.script_order,
    isActive: fields.is_active,
    ignoreBadImports: fields.ignore_bad_imports,
    executeFullPath: fields.execute_full_path,
    savePath: fields.save_path === undefined ? undefined : fields.save_path || null,
    environmentId: fields.virtual_environment,
  });
}

function withoutUndefined<T extends object>(given: T): T {
  // Only properties that are undefined are removed, and T says which may be.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

/** Django's message for a number outside the range of a small positive column; null for one within it. */
function messageForRange(number: number): string | null {
  if (number < 1) return t("Ensure this value is greater than or equal to {min}.", { min: 1 });
  return number > 32767 ? t("Ensure this value is less than or equal to {max}.", { max: 32767 }) : null;
}
