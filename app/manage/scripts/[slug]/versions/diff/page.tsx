import { notFound } from "next/navigation";
import { z } from "zod";
import { ParameterDiff } from "@/components/manage/parameter-diff";
import { ScriptTabs } from "@/components/manage/script-tabs";
import { SourceDiff } from "@/components/manage/source-diff";
import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { findScript, type ListedVersion } from "@/server/scripts/queries";
import { getVersionDiff } from "@/server/scripts/version-diff";
import { versionLabel } from "@/server/scripts/version-string";

export const generateMetadata = () => ({ title: t("Compare versions") });

const diffQuery = z.object({ from: z.string().optional(), to: z.string().optional() });

export default async function VersionDiffPage({
  params,
  searchParams,
}: PageProps<"/manage/scripts/[slug]/versions/diff">) {
  const [{ slug }, search, actor] = await Promise.all([params, searchParams, getActor()]);
  if (!isStaff(actor)) notFound();
  const script = await findScript(actor, slug);
  if (!script) notFound();
  const [newest, before] = script.versions;
  const query = readQuery(diffQuery, search);
  const from = Number(query.from ?? (before ?? newest)?.id ?? 0);
  const to = Number(query.to ?? newest?.id ?? 0);
  const isKnown = [from, to].every((id) => script.versions.some((version) => version.id === id));
  if (newest && !isKnown) notFound();
  const diff = newest ? await getVersionDiff(actor, slug, { fromId: from, toId: to }) : null;
  return (
    <PageFrame narrow className="gap-6">
      <PageHeader title={script.name} />
      <ScriptTabs slug={slug} current="versions" />
      {diff === null || script.versions.length === 1 ? (
        <EmptyState title={diff === null ? t("No versions yet") : t("There is only one version")}>
          {t("Upload two versions to compare them.")}
        </EmptyState>
      ) : (
        <>
          <form className="flex flex-wrap items-end gap-3">
            <VersionSelect name="from" label={t("From")} value={from} versions={script.versions} />
            <VersionSelect name="to" label={t("To")} value={to} versions={script.versions} />
            <Button type="submit">{t("Compare")}</Button>
          </form>
          <section className="flex flex-col gap-3">
            <h2 className="text-16 font-semibold">{t("Parameters")}</h2>
            <ParameterDiff diff={diff.parameters} />
          </section>
          <section className="flex flex-col gap-3">
            <h2 className="text-16 font-semibold">{t("Source")}</h2>
            {diff.source.length > 0 ? (
              <SourceDiff parts={diff.source} />
            ) : (
              <p>{diff.sourceNote ?? t("The source is identical.")}</p>
            )}
          </section>
        </>
      )}
    </PageFrame>
  );
}

interface SelectProps {
  name: string;
  label: string;
  value: number;
  versions: ListedVersion[];
}

function VersionSelect({ name, label, value, versions }: SelectProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={`version-${name}`} className="font-medium">
        {label}
      </label>
      <Select id={`version-${name}`} name={name} defaultValue={value} className="min-w-32">
        {versions.map((version) => (
          <option key={version.id} value={version.id}>
            {versionLabel(version)}
          </option>
        ))}
      </Select>
    </div>
  );
}
