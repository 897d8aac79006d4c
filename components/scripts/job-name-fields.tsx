import type { JobView } from "@/server/jobs/view";
import { formatShortTime } from "@/server/language/format";
import { t } from "@/server/language/text";
import { Disclosure } from "../ui/disclosure";
import { Input, Textarea } from "../ui/input";

/** Fields for the job's name, which has a default, and its description. */
export function JobNameFields({ scriptName, job }: { scriptName: string; job: JobView | null }) {
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-4">
      <div data-field="job_name" className="grid gap-x-4 gap-y-1 md:grid-cols-[11rem_minmax(0,1fr)]">
        <label htmlFor="field-job_name" className="font-medium md:pt-1.5">
          {t("Job name")}
        </label>
        <div>
          <Input
            id="field-job_name"
            name="$job_name"
            maxLength={1000}
            defaultValue={job?.name ?? `${scriptName} ${formatShortTime(new Date())}`}
            aria-describedby="field-job_name-error"
          />
          <p id="field-job_name-error" data-error hidden className="mt-1 text-13 text-failed" />
        </div>
      </div>
      <Disclosure summary={t("Description")} open={Boolean(job?.description)}>
        <Textarea name="$job_description" aria-label={t("Job description")} rows={2} defaultValue={job?.description} />
      </Disclosure>
    </div>
  );
}
