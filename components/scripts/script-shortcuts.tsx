import { Star } from "lucide-react";
import { t } from "@/server/language/text";
import type { ScriptShortcut } from "@/server/scripts/shortcuts";
import { Link } from "../ui/link";

/** Short links to the user's favourites and to the scripts that they ran last. */
export function ScriptShortcuts({ shortcuts }: { shortcuts: ScriptShortcut[] }) {
  return (
    <section aria-labelledby="shortcuts">
      <h2 id="shortcuts" className="mb-2 text-13 font-medium text-muted">
        {t("Favourites and recently used")}
      </h2>
      <ul className="flex flex-wrap gap-2">
        {shortcuts.map((script) => (
          <li key={script.id} className="max-w-full">
            <Link
              href={`/scripts/${script.slug}/`}
              className="inline-flex h-9 max-w-full items-center gap-1.5 rounded-control border border-line bg-surface px-3 hover:bg-hover"
            >
              {script.isFavorite ? (
                <Star role="img" aria-label={t("Favourite")} size={14} className="shrink-0 fill-current text-accent" />
              ) : null}
              <bdi className="truncate">{script.name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
