import { t } from "@/server/language/text";

/** The choices. Pass `title` and `text` to `t`. */
export interface JobsChoiceOption {
  value: string;
  title: string;
  text: string;
}

/** A required choice between the things that can happen to the jobs of a deleted account. */
export function JobsChoice({ legend, options }: { legend: string; options: JobsChoiceOption[] }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{legend}</legend>
      {options.map(({ value, title, text }) => (
        <label key={value} className="flex items-start gap-2">
          <input type="radio" name="jobs" value={value} required className="mt-1 size-4 shrink-0" />
          <span>
            {t(title)}
            <span className="block text-13 text-muted">{t(text)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
