import { Tabs } from "../ui/tabs";

/** The pages about one script, for staff. */
export function ScriptTabs({ slug, current }: { slug: string; current: "script" | "parameters" | "versions" }) {
  const base = `/manage/scripts/${slug}`;
  return (
    <Tabs
      label="About the script"
      tabs={[
        { href: `${base}/`, label: "Script", current: current === "script" },
        { href: `${base}/parameters/`, label: "Parameters", current: current === "parameters" },
        { href: `${base}/versions/diff`, label: "Compare versions", current: current === "versions" },
      ]}
    />
  );
}
