import { t } from "@/server/language/text";
import type { FoundScript } from "@/server/scripts/home";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Link } from "../ui/link";

/** The scripts that a search found. */
export function ScriptSearchResults({ query, scripts }: { query: string; scripts: FoundScript[] }) {
  const count = scripts.length;
  return (
    <section aria-labelledby="found">
      <div role="status">
        <h1 id="found" className="mb-2 text-13 font-medium text-muted">
          {count === 0
            ? t("No script for “{query}”", { query })
            : t("{count, plural, one {# script for “{query}”} other {# scripts for “{query}”}}", { count, query })}
        </h1>
      </div>
      {count === 0 ? (
        <EmptyState
          title={t("No script matches all of these words")}
          action={<ButtonLink href="/">{t("All scripts")}</ButtonLink>}
        >
          {t("The search covers names and descriptions. Try fewer words, or part of a word.")}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-control border border-line bg-surface">
          {scripts.map((script) => (
            <li key={script.id}>
              <Link
                href={`/scripts/${script.slug}/`}
                className="block px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="font-semibold">{script.name}</span>
                <span className="ml-2 text-13 text-faint">{script.group}</span>
                <span className="line-clamp-1 text-muted">{script.description}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
