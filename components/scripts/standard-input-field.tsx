import { STANDARD_INPUT } from "@/command-line/standard-input";
import { t } from "@/server/language/text";
import { fieldId, type Prefill } from "../fields/field-data";
import { Disclosure } from "../ui/disclosure";
import { Checkbox } from "../ui/switch";

interface Props {
  prefill: Prefill;
  /** Whether the script is known to read it. */
  isExpected: boolean;
}

/** A field for the file that a script gets at its standard input. It is the browser's control, which needs no JavaScript. */
export function StandardInputField({ prefill, isExpected }: Props) {
  const id = fieldId(STANDARD_INPUT);
  const references = (prefill.entries.get(STANDARD_INPUT) ?? []).filter((text) => text !== "");
  return (
    <Disclosure
      summary={t("Standard input")}
      open={isExpected || references.length > 0}
      className="border-t border-line pt-2"
    >
      <div data-field={STANDARD_INPUT} className="flex flex-col gap-2">
        {references.map((reference) => (
          <EarlierFile key={reference} reference={reference} name={prefill.fileNames.get(reference) ?? reference} />
        ))}
        <label htmlFor={id} className="sr-only">
          {t("Standard input")}
        </label>
        <input
          type="file"
          id={id}
          name={STANDARD_INPUT}
          aria-describedby={`${id}-error ${id}-help`}
          className="min-w-0 text-13 file:mr-2 file:h-8 file:rounded-control file:border file:border-line file:bg-surface file:px-2.5 file:text-ink"
        />
        <p id={`${id}-error`} data-error hidden className="text-13 text-failed" />
        <p id={`${id}-help`} className="text-13 text-muted">
          {t("Some scripts read data from their standard input, such as a file after “<” on a command line.")}
        </p>
      </div>
    </Disclosure>
  );
}

function EarlierFile({ reference, name }: { reference: string; name: string }) {
  return (
    <Checkbox name={STANDARD_INPUT} value={reference} defaultChecked data-filename={name}>
      <bdi>{name}</bdi> <span className="text-muted">{t("from an earlier job")}</span>
    </Checkbox>
  );
}
