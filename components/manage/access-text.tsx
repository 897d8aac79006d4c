import { t } from "@/server/language/text";
import type { ScriptRules } from "@/server/scripts/rules";
import { Link } from "../ui/link";

/** Who may use a script, in a sentence that leads to where it is said. */
export function AccessText({ slug, access: { groups } }: { slug: string; access: ScriptRules["access"] }) {
  return (
    <Link href={`/manage/scripts/${slug}/limits/`} className="wrap-anywhere underline hover:text-accent">
      {groups.length === 0
        ? t("Everybody may use it.")
        : t("For {groups} alone.", { groups: groups.map((group) => group.name).join(", ") })}
    </Link>
  );
}
