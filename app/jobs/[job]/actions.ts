"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { createElement, type ReactNode } from "react";
import { z } from "zod";
import { NotesText } from "@/components/jobs/notes-text";
import { AppError } from "@/server/errors";
import { checkboxField, formAction, readForm, scriptAction, textField } from "@/server/forms";
import { deleteJob } from "@/server/jobs/delete";
import { findMentionedFiles } from "@/server/jobs/mentions";
import { NOTES_MAX, saveNotes } from "@/server/jobs/notes";
import { readJobId } from "@/server/jobs/permalink";
import { getManagedJobId } from "@/server/jobs/queries";
import { renameJob } from "@/server/jobs/rename";
import { rerunJob } from "@/server/jobs/rerun";
import { resubmitJob } from "@/server/jobs/resubmit";
import { renewPermalink, setVisibility, sharingInput } from "@/server/jobs/share";
import { stopJob } from "@/server/jobs/stop";
import { setJobTags } from "@/server/jobs/tags";
import { t } from "@/server/language/text";
import { splitTags } from "@/server/scripts/tag-names";

export const stopAction = formAction(async (actor, form) => {
  await stopJob(actor, jobOf(form));
  refresh();
  return { message: t("Stopping the job") };
});

export const killAction = formAction(async (actor, form) => {
  await stopJob(actor, jobOf(form), { kill: true });
  refresh();
  return { message: t("Killing the job") };
});

export const resubmitAction = formAction(async (actor, form) => {
  const { id } = await resubmitJob(actor, jobOf(form));
  redirect(`/jobs/${id}/`);
});

export const rerunAction = formAction(async (actor, form) => {
  await rerunJob(actor, jobOf(form));
  refresh();
  return { message: t("Job queued again") };
});

const renameForm = z.object({ job_name: textField, job_description: textField });

export const renameAction = formAction(async (actor, form) => {
  const { job_name: name, job_description: description } = readForm(renameForm, form);
  await renameJob(actor, jobOf(form), { name, description });
  refresh();
  return { message: t("Saved") };
});

/** `tag` is each selected tag, `tags` a text with further ones. */
const tagsForm = z.object({ tag: z.array(z.string()).default([]), tags: textField });

export const saveTagsAction = formAction(async (actor, form) => {
  const { tag, tags } = readForm(tagsForm, form);
  await setJobTags(actor, jobOf(form), [...tag, ...splitTags(tags)]);
  refresh();
  return { message: t("Saved") };
});

/** `seen`: when the notes from which the form was made were changed; blank if there were none. */
const notesForm = z.object({ notes: textField, seen: textField });

export const saveNotesAction = formAction(async (actor, form) => {
  const { notes, seen } = readForm(notesForm, form);
  const seenModifiedAt = seen === "" ? null : new Date(Date.parse(seen) || 0);
  await saveNotes(actor, jobOf(form), { text: notes, seenModifiedAt });
  refresh();
  return { message: t("Saved") };
});

/** What notes will look like, for those who may change them. */
export const previewNotesAction = scriptAction(
  z.tuple([z.number(), z.string().max(NOTES_MAX * 2)]),
  async (actor, id, text): Promise<ReactNode> => {
    await getManagedJobId(actor, { id });
    const mentioned = await findMentionedFiles(actor, String(id), text);
    return createElement(NotesText, { text, path: `/jobs/${id}`, mentioned });
  },
);

export const deleteAction = formAction(async (actor, form) => {
  await deleteJob(actor, jobOf(form));
  redirect("/jobs/");
});

const shareForm = sharingInput.extend({ inputsShared: checkboxField });

export const shareAction = formAction(async (actor, form) => {
  await setVisibility(actor, jobOf(form), readForm(shareForm, form));
  refresh();
  return { message: t("Saved") };
});

export const renewLinkAction = formAction(async (actor, form) => {
  const id = jobOf(form);
  await renewPermalink(actor, id);
  redirect(`/jobs/${id}/`);
});

function jobOf(form: FormData): number {
  const id = readJobId(readForm(z.object({ job: textField }), form).job);
  if (id === null) throw new AppError("not_found", t("Job not found."));
  return id;
}
