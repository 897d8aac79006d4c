import { t } from "@/server/language/text";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";

/** The first few scripts of a list by name, each a link to its page for staff, and how many more there are. */
export function ScriptLinks({ scripts, shown }: { scripts: { slug: string; name: string }[]; shown: number }) {
  if (scripts.length === 0) return <>{t("no script")}</>;
  const more = scripts.length - shown;
  const names = scripts.slice(0, shown).map((script, index) => (
    <span key={script.slug}>
      {index > 0 ? ", " : null}
      <Link href={`/manage/scripts/${script.slug}/`} className="wrap-anywhere hover:text-accent hover:underline">
        {script.name}
      </Link>
    </span>
  ));
  return fill(more > 0 ? t("{names} and {count} more", { count: more }) : "{names}", { names });
}
