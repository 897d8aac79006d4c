import { t } from "@/server/language/text";
import { Input, Textarea } from "../ui/input";

interface Props {
  scriptName: string;
  name?: string | undefined;
  description?: string | undefined;
  /** As a person writes them: separated by commas. */
  tags?: string | undefined;
}

const row = "grid gap-x-4 gap-y-1 md:grid-cols-[11rem_minmax(0,1fr)]";

/** Fields for the job's name, which has a default, its description, which grows with its text, and its tags. */
export function JobNameFields({ scriptName, name, description, tags }: Props) {
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4">
      <div data-field="job_name" className={row}>
        <label htmlFor="field-job_name" className="font-medium md:pt-1.5">
          {t("Job name")}
        </label>
        <div>
          <Input
            id="field-job_name"
            name="$job_name"
            maxLength={1000}
            defaultValue={name ?? scriptName}
            aria-describedby="field-job_name-error"
          />
          <p id="field-job_name-error" data-error hidden className="mt-1 text-13 text-failed" />
        </div>
      </div>
      <div className={row}>
        <label htmlFor="job-description" className="font-medium md:pt-1.5">
          {t("Job description")}
        </label>
        <Textarea
          id="job-description"
          name="$job_description"
          rows={1}
          defaultValue={description}
          className="field-sizing-content max-h-60 min-h-9"
        />
      </div>
      <div data-field="$tags" className={row}>
        <label htmlFor="field-$tags" className="font-medium md:pt-1.5">
          {t("Tags")}
        </label>
        <div>
          <Input
            id="field-$tags"
            name="$tags"
            defaultValue={tags}
            placeholder={t("Separated by commas")}
            autoComplete="off"
            aria-describedby="field-$tags-error"
          />
          <p id="field-$tags-error" data-error hidden className="mt-1 text-13 text-failed" />
        </div>
      </div>
    </div>
  );
}
