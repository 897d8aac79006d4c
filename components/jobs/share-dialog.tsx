import type { JobView } from "@/server/jobs/view";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Mail, Share2 } from "../ui/icons";
import { Checkbox } from "../ui/switch";

export interface ShareActions {
  share: Action;
  renewLink: Action;
}

const choices = [
  { value: "private", label: "Only me", note: "The permalink opens for nobody else. Staff still see it." },
  { value: "link", label: "Whoever has the link", note: "No sign-in needed. It is in no list." },
  { value: "public", label: "Everybody", note: "It is listed under public results." },
] as const;

export function ShareButton() {
  return (
    <Button command="show-modal" commandfor="share">
      <Share2 />
      Share
    </Button>
  );
}

/** Who sees a job: its link, who may open it, and a new link in place of the old. */
export function ShareDialog({ job, actions }: { job: JobView; actions: ShareActions }) {
  const permalink = `/jobs/${job.uuid}/`;
  return (
    <Dialog id="share" title="Share this job">
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 truncate rounded-control bg-sunken px-2.5 py-2 font-mono text-13">
            {permalink}
          </code>
          <CopyButton text={permalink} label="Copy link" variant="primary" />
        </div>
        <ActionForm action={actions.share} className="flex flex-col gap-3">
          <input type="hidden" name="job" value={job.id} />
          <fieldset>
            <legend className="font-medium">Who can see it</legend>
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
                  {choice.label}
                  <span className="block text-13 text-muted">{choice.note}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Checkbox name="inputsShared" value="on" defaultChecked={job.inputsShared}>
            Visitors may download the input files, too
          </Checkbox>
          <p className="text-13 text-muted">
            Visitors see this page without its actions: state, output, files, parameters and command. They see none of
            your other jobs.
          </p>
          <SubmitButton className="self-start">Save</SubmitButton>
        </ActionForm>
        <div className="flex flex-wrap gap-2 border-t border-line pt-4">
          <a
            href={`mailto:?subject=${encodeURIComponent(job.name)}`}
            className="inline-flex h-9 items-center gap-1.5 rounded-control border border-line px-3 hover:bg-hover"
          >
            <Mail />
            Write a mail
          </a>
          <ActionForm action={actions.renewLink} errorsAs="toast">
            <input type="hidden" name="job" value={job.id} />
            <SubmitButton variant="plain">Make a new link, end the old one</SubmitButton>
          </ActionForm>
        </div>
      </div>
    </Dialog>
  );
}
