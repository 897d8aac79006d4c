"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { formAction, readForm, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { setDraining } from "@/server/workers/drain";

const drainForm = z.object({ id: textField, isDraining: z.enum(["true", "false"]) });

export const setDrainingAction = formAction(async (actor, form) => {
  const { id, isDraining } = readForm(drainForm, form);
  await setDraining(actor, id, { isDraining: isDraining === "true" });
  refresh();
  return { message: t("Saved") };
});
