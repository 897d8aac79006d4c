"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireStaff } from "@/server/auth/policy";
import { createEnvironment, patchEnvironment } from "@/server/environments/environments";
import { buildEnvironment, deleteBuiltEnvironment, deleteEnvironment } from "@/server/environments/manage";
import { formAction, idField, readForm, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { readEnvironmentPatch, readNewEnvironment } from "@/server/wooey/environment-fields";

const environmentForm = z.object({ environment: idField });

/** The fields have the names of those of API v1. */
export const createEnvironmentAction = formAction(async (actor, form) => {
  requireStaff(actor);
  const { id } = await createEnvironment(actor, readNewEnvironment(Object.fromEntries(form)));
  redirect(`/manage/environments/${id}/`);
});

export const saveEnvironmentAction = formAction(async (actor, form) => {
  requireStaff(actor);
  const id = readForm(environmentForm, form).environment;
  await patchEnvironment(actor, id, await readEnvironmentPatch(id, Object.fromEntries(form)));
  refresh();
  return { message: t("Saved") };
});

const buildForm = z.object({ environment: idField.optional(), version: idField });

/** Builds what a virtual environment (`environment`) or a version's PEP 723 block (`version`) asks for. */
export const buildEnvironmentAction = formAction(async (actor, form) => {
  const { environment, version } = readForm(buildForm, form);
  const { isWorkerOnline } = await buildEnvironment(
    actor,
    environment === undefined ? { versionId: version } : { environmentId: environment },
  );
  refresh();
  return { message: isWorkerOnline ? t("A worker will build it now") : t("It will be built when a worker starts") };
});

export const deleteEnvironmentAction = formAction(async (actor, form) => {
  await deleteEnvironment(actor, readForm(environmentForm, form).environment);
  redirect("/manage/environments/");
});

export const clearEnvironmentAction = formAction(async (actor, form) => {
  await deleteBuiltEnvironment(actor, readForm(z.object({ key: textField }), form).key);
  redirect("/manage/environments/");
});
