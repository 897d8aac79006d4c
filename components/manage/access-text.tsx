import { t } from "@/server/language/text";
import type { ScriptRules } from "@/server/scripts/rules";
import { Link } from "../ui/link";

/** Shows who may use a script, as a link to that setting. */
export function AccessText({ slug, access: { groups } }: { slug: string; access: ScriptRules["access"] }) {
  return (
    <Link href={`/manage/scripts/${slug}/limits/`} className="wrap-anywhere underline hover:text-accent">
      {groups.length === 0
        ? t("Everyone can use it.")
        : t("Only {groups} can use it.", { groups: groups.map((group) => group.name).join(", ") })}
    </Link>
  );
}
