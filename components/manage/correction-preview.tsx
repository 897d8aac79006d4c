"use client";

import { type FormEvent, type ReactNode, useDeferredValue, useState } from "react";
import type { Correction } from "@/command-line/corrections";
import type { Parameter } from "@/command-line/spec";
import { t } from "@/server/language/text";
import { FormSections } from "../fields/form-sections";
import { Notice } from "../ui/notice";
import { previewCorrection } from "./preview-correction";
import { readCorrection } from "./read-correction";

interface Props {
  /** As the script has it. */
  parameter: Parameter;
  patch: Correction;
  /** The title of its section as the script has it. */
  group: string;
  /** The form that says the correction. */
  children: ReactNode;
}

/** A correction's form with what it makes of the parameter's field beside it, live. */
export function CorrectionPreview({ parameter, patch: saved, group, children }: Props) {
  const [patch, setPatch] = useState(saved);
  const { form, filled, unfitting } = previewCorrection(parameter, group, useDeferredValue(patch));
  function follow(event: FormEvent) {
    const said = (event.target as Element).closest("form"); // an input event's target is an element
    if (said) setPatch(readCorrection(parameter, new FormData(said)));
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="min-w-0" onInput={follow}>
        {children}
      </div>
      <section
        aria-label={t("As the form shows it")}
        className="flex min-w-0 flex-col gap-3 rounded-control border border-line bg-surface p-4 lg:sticky lg:top-[4.5rem]"
      >
        <h3 className="font-medium text-muted">{t("As the form shows it")}</h3>
        {form.fieldCount === 0 ? <p className="text-muted">{t("It has no field in the form.")}</p> : null}
        {/* Fields keep what is typed in them, so a changed one is a new one. */}
        <FormSections key={JSON.stringify([form, ...filled.entries])} form={form} filled={filled} isLong={false} />
        {unfitting.length > 0 ? (
          <Notice kind="warning">
            {unfitting.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Notice>
        ) : null}
      </section>
    </div>
  );
}
