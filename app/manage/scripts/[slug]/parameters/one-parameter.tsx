import { notFound } from "next/navigation";
import { labelOf } from "@/command-line/fields";
import { CorrectionForm } from "@/components/manage/correction-form";
import { CorrectionPreview } from "@/components/manage/correction-preview";
import { parameterAt } from "@/components/manage/parameter-rows";
import { ButtonLink } from "@/components/ui/button";
import { t } from "@/server/language/text";
import type { CorrectedScript } from "@/server/scripts/corrections";
import { saveCorrectionAction } from "./actions";
import { ResetCorrection } from "./reset-correction";

/** The correction of a parameter. */
export function OneParameter({ slug, script, path }: { slug: string; script: CorrectedScript; path: string }) {
  const original = parameterAt(script.read, path);
  if (!original) notFound();
  const patch = script.corrections.find((one) => one.path === path)?.patch;
  // The default of a parameter that staff made secret is not sent to the browser.
  const isSecret = parameterAt(script.spec, path)?.parameter.secret;
  const { default: _default, defaultText: _text, ...withoutDefault } = original.parameter;
  const parameter = isSecret ? withoutDefault : original.parameter;
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-16 font-semibold break-words">{labelOf(original.parameter)}</h2>
        <ButtonLink href={`/manage/scripts/${slug}/parameters/`}>{t("All parameters")}</ButtonLink>
      </div>
      <p className="text-muted">{t("Blank fields keep the script's own settings.")}</p>
      <CorrectionPreview parameter={parameter} group={original.group} patch={patch ?? {}}>
        <CorrectionForm
          slug={slug}
          path={path}
          parameter={original.parameter}
          group={original.group}
          patch={patch ?? {}}
          action={saveCorrectionAction}
        />
      </CorrectionPreview>
      {patch ? <ResetCorrection slug={slug} path={path} /> : null}
    </section>
  );
}
