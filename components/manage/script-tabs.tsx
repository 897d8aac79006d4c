import { Tabs } from "../ui/tabs";

type Current = "script" | "limits" | "parameters" | "versions";

/** The pages about one script, for staff. */
export function ScriptTabs({ slug, current }: { slug: string; current: Current }) {
  const base = `/manage/scripts/${slug}`;
  return (
    <Tabs
      label="About the script"
      tabs={[
        { href: `${base}/`, label: "Script", current: current === "script" },
        { href: `${base}/limits/`, label: "Limits and access", current: current === "limits" },
        { href: `${base}/parameters/`, label: "Parameters", current: current === "parameters" },
        { href: `${base}/versions/diff`, label: "Compare versions", current: current === "versions" },
      ]}
    />
  );
}
