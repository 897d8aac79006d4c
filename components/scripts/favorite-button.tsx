import { Star } from "lucide-react";
import { t } from "@/server/language/text";

const form = "favorite";
const shape = "star";

/** The one form of a page that its stars belong to, and the one drawing of a star: there may be hundreds of them. */
export function FavoriteForm({ action }: { action: (form: FormData) => Promise<unknown> }) {
  return (
    <form id={form} action={action as (form: FormData) => Promise<void>} hidden>
      <Star id={shape} fill="inherit" />
    </form>
  );
}

/** A star that says whether a script is a favourite, and changes it. Its page has the form. */
export function FavoriteButton(props: { scriptId: number; name: string; isFavorite: boolean }) {
  const { scriptId, name, isFavorite } = props;
  return (
    <button
      type="submit"
      form={form}
      name="script"
      value={scriptId}
      aria-pressed={isFavorite}
      aria-label={t("{name}: favourite", { name })}
      title={isFavorite ? t("Remove from favourites") : t("Add to favourites")}
      className="star-button"
    >
      <svg aria-hidden width={16} height={16}>
        <use href={`#${shape}`} />
      </svg>
    </button>
  );
}
