"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { readCorrection } from "@/command-line/read-correction";
import { parameterAt } from "@/components/manage/parameter-rows";
import { AppError } from "@/server/errors";
import { formAction, readForm, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { getCorrectedScript, writeCorrections } from "@/server/scripts/corrections";

const correctionForm = z.object({ slug: textField, path: textField, seen: textField });

/** Saves the corrections that staff make to a parameter. */
export const saveCorrectionAction = formAction(async (actor, form) => {
  const { slug, path, seen } = readForm(correctionForm, form);
  const at = parameterAt((await getCorrectedScript(actor, slug)).read, path);
  if (!at) throw new AppError("not_found", t("This version has no such parameter. Reset its correction."));
  await writeCorrections(actor, { slug, path, seen }, readCorrection(at.parameter, form));
  redirect(`/manage/scripts/${slug}/parameters/`);
});

/** Resets the corrections of a parameter, also of one that no longer exists. */
export const resetCorrectionAction = formAction(async (actor, form) => {
  const { slug, path } = readForm(correctionForm, form);
  await writeCorrections(actor, { slug, path }, {});
  redirect(`/manage/scripts/${slug}/parameters/`);
});
