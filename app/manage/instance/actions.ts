"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { formAction, readForm, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { saveInstanceSettings } from "@/server/settings/instance";

const settingsForm = z.object({
  notice: textField,
  registration: z.enum(["default", "open", "closed"]).catch("default"),
  expirationAnonymous: textField,
  expirationUser: textField,
});

export const saveInstanceSettingsAction = formAction(async (actor, form) => {
  await saveInstanceSettings(actor, readForm(settingsForm, form));
  refresh();
  return { message: t("Saved") };
});
