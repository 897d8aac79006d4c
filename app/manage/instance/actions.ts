"use server";

import { refresh } from "next/cache";
import { formAction } from "@/server/forms";
import { t } from "@/server/language/text";
import { saveInstanceSettings } from "@/server/settings/instance";

export const saveInstanceSettingsAction = formAction(async (actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  const registration = (["open", "closed"] as const).find((each) => each === form.get("registration")) ?? "default";
  await saveInstanceSettings(actor, {
    notice: text("notice"),
    registration,
    expirationAnonymous: text("expirationAnonymous"),
    expirationUser: text("expirationUser"),
  });
  refresh();
  return { message: t("Saved") };
});
