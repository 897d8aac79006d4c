import { t } from "@/server/language/text";
import { Tabs } from "../ui/tabs";

type Current = "script" | "limits" | "parameters" | "versions";

/** Tabs for the staff's pages about one script. */
export function ScriptTabs({ slug, current }: { slug: string; current: Current }) {
  const base = `/manage/scripts/${slug}`;
  return (
    <Tabs
      label={t("About the script")}
      tabs={[
        { href: `${base}/`, label: t("Script"), current: current === "script" },
        { href: `${base}/limits/`, label: t("Limits and access"), current: current === "limits" },
        { href: `${base}/parameters/`, label: t("Parameters"), current: current === "parameters" },
        { href: `${base}/versions/diff`, label: t("Compare versions"), current: current === "versions" },
      ]}
    />
  );
}
