"use client";

import { type FormEvent, type ReactNode, useDeferredValue, useState } from "react";
import type { Correction } from "@/command-line/corrections";
import { readCorrection } from "@/command-line/read-correction";
import type { Parameter } from "@/command-line/spec";
import { t } from "@/server/language/text";
import { FormSections } from "../fields/form-sections";
import { Notice } from "../ui/notice";
import { previewCorrection } from "./preview-correction";

interface Props {
  /** The parameter as it is in the script. */
  parameter: Parameter;
  patch: Correction;
  /** The title of the parameter's section in the script. */
  group: string;
  /** The form of the correction. */
  children: ReactNode;
}

/** The form of a correction, with a preview of the corrected field next to it that is updated while the user types. */
export function CorrectionPreview({ parameter, patch: saved, group, children }: Props) {
  const [patch, setPatch] = useState(saved);
  const { form, prefill, problems } = previewCorrection(parameter, group, useDeferredValue(patch));
  function update(event: FormEvent) {
    const form = (event.target as Element).closest("form"); // the target of an input event is an element
    if (form) setPatch(readCorrection(parameter, new FormData(form)));
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="min-w-0" onInput={update}>
        {children}
      </div>
      <section
        aria-label={t("Form preview")}
        className="flex min-w-0 flex-col gap-3 rounded-control border border-line bg-surface p-4 lg:sticky lg:top-[4.5rem]"
      >
        <h3 className="font-medium text-muted">{t("Form preview")}</h3>
        {form.fieldCount === 0 ? <p className="text-muted">{t("This parameter has no field in the form.")}</p> : null}
        {/* Inputs keep their text, so a changed field needs a new key. */}
        <FormSections key={JSON.stringify([form, ...prefill.entries])} form={form} prefill={prefill} isLong={false} />
        {problems.length > 0 ? (
          <Notice kind="warning">
            {problems.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Notice>
        ) : null}
      </section>
    </div>
  );
}
