import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { keysDisabledMessage } from "../keys-disabled";

/** Why a program that needs an API key is not let in, and what to do about it. */
export function missingKeyMessage(headers: Headers): string {
  if (!env().WOOEY_ENABLE_API_KEYS) return keysDisabledMessage();
  return headers.has("authorization")
    ? t("This API key does not work: it is unknown, disabled or expired.")
    : t("Send an API key in the header {header}. You create keys on your account page.", {
        header: "Authorization: Bearer …",
      });
}
