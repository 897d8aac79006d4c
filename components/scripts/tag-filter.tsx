import { t } from "@/server/language/text";
import { Chip } from "../ui/chip";
import { homePath } from "./home-path";

interface Props {
  /** The most frequent tags of the scripts that the reader finds. */
  tags: string[];
  /** The tag that the page shows; null for all. */
  current: string | null;
  group: string | undefined;
}

/** The tags of scripts as filters of the home page. */
export function TagFilter({ tags, current, group }: Props) {
  const shown = current === null || tags.includes(current) ? tags : [current, ...tags];
  if (shown.length === 0) return null;
  return (
    <nav aria-label={t("Tags")} className="-mt-3 flex flex-wrap gap-2">
      <Chip href={homePath({ group })} isActive={current === null}>
        {t("All", {}, "tags")}
      </Chip>
      {shown.map((tag) => (
        <Chip key={tag} href={homePath({ group, tag })} isActive={tag === current}>
          <bdi className="max-w-48 truncate">{tag}</bdi>
        </Chip>
      ))}
    </nav>
  );
}
