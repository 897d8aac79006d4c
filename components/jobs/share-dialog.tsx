import { Mail, Share2 } from "lucide-react";
import type { JobView } from "@/server/jobs/view";
import { phrase, t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Checkbox } from "../ui/switch";

export interface ShareActions {
  share: Action;
  renewLink: Action;
}

const choices = [
  {
    value: "private",
    label: phrase("Only me"),
    note: phrase("Nobody else can open the permalink. Staff can still see the job."),
  },
  {
    value: "link",
    label: phrase("Anyone with the link"),
    note: phrase("No sign-in required. The job is not listed anywhere."),
  },
  { value: "public", label: phrase("Everyone"), note: phrase("The job is listed under public results.") },
] as const;

export function ShareButton() {
  return (
    <Button command="show-modal" commandfor="share">
      <Share2 />
      {t("Share")}
    </Button>
  );
}

interface Props {
  job: JobView;
  actions: ShareActions;
  /** The full URL of the job's permalink. */
  url: string;
}

/** Who can see a job: its link, its visibility, and a button to replace the link. */
export function ShareDialog({ job, actions, url }: Props) {
  return (
    <Dialog id="share" title={t("Share this job")}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-72 rounded-control bg-sunken px-2.5 py-2 font-mono text-13 break-all">
            {url}
          </code>
          <CopyButton text={url} label={t("Copy link")} variant="primary" />
        </div>
        <ActionForm action={actions.share} className="flex flex-col gap-3">
          <input type="hidden" name="job" value={job.id} />
          <fieldset>
            <legend className="font-medium">{t("Who can see this job")}</legend>
            {choices.map((choice) => (
              <label key={choice.value} className="mt-1.5 flex gap-2">
                <input
                  type="radio"
                  name="visibility"
                  value={choice.value}
                  defaultChecked={job.visibility === choice.value}
                  className="mt-1 size-4 shrink-0"
                />
                <span>
                  {t(choice.label)}
                  <span className="block text-13 text-muted">{t(choice.note)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Checkbox name="inputsShared" value="on" defaultChecked={job.inputsShared}>
            {t("Visitors can also download the input files")}
          </Checkbox>
          <p className="text-13 text-muted">
            {t(
              "Visitors see the state, output, files, parameters and command, but no actions. They cannot see your other jobs.",
            )}
          </p>
          <SubmitButton className="self-start">{t("Save")}</SubmitButton>
        </ActionForm>
        <div className="flex flex-wrap gap-2 border-t border-line pt-4">
          <a
            href={`mailto:?subject=${encodeURIComponent(job.name)}&body=${encodeURIComponent(url)}`}
            className="inline-flex h-9 items-center gap-1.5 rounded-control border border-line px-3 hover:bg-hover"
          >
            <Mail />
            {t("Write an email")}
          </a>
          <ActionForm action={actions.renewLink} errorsAs="toast">
            <input type="hidden" name="job" value={job.id} />
            <SubmitButton variant="plain">{t("Create a new link and revoke the old one")}</SubmitButton>
          </ActionForm>
        </div>
      </div>
    </Dialog>
  );
}
