"use server";

import { redirect } from "next/navigation";
import { readCorrection } from "@/command-line/read-correction";
import { parameterAt } from "@/components/manage/parameter-rows";
import { AppError } from "@/server/errors";
import { formAction } from "@/server/forms";
import { t } from "@/server/language/text";
import { getCorrectedScript, writeCorrections } from "@/server/scripts/corrections";

/** Saves what staff say about a parameter. */
export const saveCorrectionAction = formAction(async (actor, form) => {
  const { slug, path } = targetOf(form);
  const at = parameterAt((await getCorrectedScript(actor, slug)).read, path);
  if (!at) throw new AppError("not_found", t("This version has no such parameter. Reset its correction."));
  await writeCorrections(actor, slug, path, readCorrection(at.parameter, form), String(form.get("seen")));
  redirect(`/manage/scripts/${slug}/parameters/`);
});

/** Takes back what staff said about a parameter, also of one that is gone. */
export const takeBackCorrectionAction = formAction(async (actor, form) => {
  const { slug, path } = targetOf(form);
  await writeCorrections(actor, slug, path, {});
  redirect(`/manage/scripts/${slug}/parameters/`);
});

function targetOf(form: FormData) {
  return { slug: String(form.get("slug")), path: String(form.get("path")) };
}
