import { t } from "@/server/language/text";

/** What programs and people read where WOOEY_ENABLE_API_KEYS is off. */
export function keysDisabledMessage(): string {
  return t("This site does not accept API keys. An administrator can enable them: {setting}, and a restart.", {
    setting: "WOOEY_ENABLE_API_KEYS=true",
  });
}
