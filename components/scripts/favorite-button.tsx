import { Star } from "lucide-react";
import { t } from "@/server/language/text";
import { ignoreResult } from "../ui/ignore-result";

const formId = "favorite";
const starId = "star";

/**
 * The form that all stars of a page submit, and the icon that they share, because a page may have hundreds of stars.
 */
export function FavoriteForm({ action }: { action: (form: FormData) => Promise<unknown> }) {
  return (
    <form id={formId} action={ignoreResult(action)} hidden>
      <Star id={starId} fill="inherit" />
    </form>
  );
}

/** A star that shows and changes whether a script is a favourite. The page also needs a FavoriteForm. */
export function FavoriteButton(props: { scriptId: number; name: string; isFavorite: boolean }) {
  const { scriptId, name, isFavorite } = props;
  return (
    <button
      type="submit"
      form={formId}
      name="script"
      value={scriptId}
      aria-pressed={isFavorite}
      aria-label={t("{name}: favourite", { name })}
      title={isFavorite ? t("Remove from favourites") : t("Add to favourites")}
      className="star-button"
    >
      <svg aria-hidden width={16} height={16}>
        <use href={`#${starId}`} />
      </svg>
    </button>
  );
}
