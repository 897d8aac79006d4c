import { z } from "zod";
import { t } from "@/server/language/text";

const required = { error: () => t("This field is required.") };

/**
 * A username as it is stored: without surrounding spaces, in Unicode's compatibility form (as in Django), lower case.
 */
export const usernameInput = z
  .string(required)
  .transform((text) => text.trim().normalize("NFKC").toLowerCase())
  .pipe(
    z
      .string()
      .min(1, required)
      .max(150, { error: () => t("Ensure this value has at most 150 characters.") })
      .regex(/^[\p{L}\p{N}_.@+-]*$/u, {
        error: () =>
          t("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
      }),
  );
