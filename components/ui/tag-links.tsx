import { Tag } from "lucide-react";
import { Link } from "./link";

interface Props {
  tags: readonly string[];
  /** The list that a tag filters. */
  hrefOf: (tag: string) => string;
  label: string;
  /** How many are shown; the others are counted. All unless given. */
  shownMax?: number;
}

/** Tags as links to the lists that they filter. */
export function TagLinks({ tags, hrefOf, label, shownMax = tags.length }: Props) {
  if (tags.length === 0) return null;
  return (
    <ul aria-label={label} className="flex min-w-0 flex-wrap items-center gap-1">
      {tags.slice(0, shownMax).map((tag) => (
        <li key={tag} className="max-w-full">
          <Link
            href={hrefOf(tag)}
            className="flex h-6 items-center gap-1 rounded-full border border-line bg-surface px-2 text-12 text-muted hover:border-accent hover:text-accent"
          >
            <Tag size={11} className="shrink-0" />
            <bdi className="truncate">{tag}</bdi>
          </Link>
        </li>
      ))}
      {tags.length > shownMax ? (
        <li className="text-12 text-faint" title={tags.slice(shownMax).join(", ")}>
          +{tags.length - shownMax}
        </li>
      ) : null}
    </ul>
  );
}
