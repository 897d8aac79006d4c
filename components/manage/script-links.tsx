import { t } from "@/server/language/text";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";

interface Props {
  scripts: { slug: string; name: string }[];
  /** The number of links. */
  countMax: number;
}

/** Links to the first scripts of a list, and the number of the others. */
export function ScriptLinks({ scripts, countMax }: Props) {
  if (scripts.length === 0) return <>{t("no script")}</>;
  const more = scripts.length - countMax;
  const names = scripts.slice(0, countMax).map((script, index) => (
    <span key={script.slug}>
      {index > 0 ? ", " : null}
      <Link href={`/manage/scripts/${script.slug}/`} className="wrap-anywhere hover:text-accent hover:underline">
        {script.name}
      </Link>
    </span>
  ));
  return fill(more > 0 ? t("{names} and {count} more", { count: more }) : "{names}", { names });
}
