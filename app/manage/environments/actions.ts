"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { createEnvironment, patchEnvironment } from "@/server/environments/environments";
import { buildEnvironment, deleteBuiltEnvironment, deleteEnvironment } from "@/server/environments/manage";
import { formAction } from "@/server/forms";
import { t } from "@/server/language/text";

/** The fields have the names of the API's. */
export const createEnvironmentAction = formAction(async (actor, form) => {
  const { id } = await createEnvironment(actor, Object.fromEntries(form));
  redirect(`/manage/environments/${id}/`);
});

export const saveEnvironmentAction = formAction(async (actor, form) => {
  await patchEnvironment(actor, Number(form.get("environment")), Object.fromEntries(form));
  refresh();
  return { message: t("Saved") };
});

/** Builds what a virtual environment (`environment`) or a version's PEP 723 block (`version`) asks for. */
export const buildEnvironmentAction = formAction(async (actor, form) => {
  const environmentId = form.get("environment");
  const target =
    environmentId === null ? { versionId: Number(form.get("version")) } : { environmentId: Number(environmentId) };
  const { isWorkerOnline } = await buildEnvironment(actor, target);
  refresh();
  return { message: isWorkerOnline ? t("A worker will build it now") : t("It will be built when a worker starts") };
});

export const deleteEnvironmentAction = formAction(async (actor, form) => {
  await deleteEnvironment(actor, Number(form.get("environment")));
  redirect("/manage/environments/");
});

export const clearEnvironmentAction = formAction(async (actor, form) => {
  await deleteBuiltEnvironment(actor, String(form.get("key")));
  redirect("/manage/environments/");
});
