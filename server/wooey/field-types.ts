import { z } from "zod";
import { t } from "@/server/language/text";

/** How the API's document describes a text: values of these types are read as text. */
const types = ["string", "number", "boolean"];

/** Converts values as Django's CharField does. An object or a list is refused. */
const asText = (value: unknown) => {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? undefined : String(value).trim();
};

/** A text as Django's CharField accepts it, with Django's messages. */
export const fieldText = (lengthMax = Number.POSITIVE_INFINITY) =>
  z
    .preprocess(
      asText,
      z
        .string({ error: () => t("Enter text.") })
        .refine((value) => !value.includes("\0"), { error: () => t("Null characters are not allowed.") })
        .refine((value) => [...value].length <= lengthMax, {
          error: ({ input }) =>
            t("Ensure this value has at most {max} characters (it has {count}).", {
              max: lengthMax,
              count: [...String(input)].length,
            }),
        }),
    )
    .meta({
      type: [...types, "null"],
      ...(Number.isFinite(lengthMax) && { maxLength: lengthMax }),
      pattern: "^[^\\u0000]*$",
    });

/** The same, but not blank. */
export const requiredFieldText = (lengthMax: number) =>
  fieldText(lengthMax)
    .refine((value) => value !== "", { error: () => t("This field is required.") })
    .meta({ type: types, maxLength: lengthMax, pattern: "^[^\\u0000]*[^\\s\\u0000\\ufeff][^\\u0000]*$" });
