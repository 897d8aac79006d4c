import { classNames } from "../ui/class-names";
import { Star } from "../ui/icons";

const form = "favorite";

/** The one form of a page that its stars belong to: there may be hundreds of them. */
export function FavoriteForm({ action }: { action: (form: FormData) => Promise<unknown> }) {
  return <form id={form} action={action as (form: FormData) => Promise<void>} hidden />;
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
      aria-label={`${name}: favourite`}
      title={isFavorite ? "Remove from favourites" : "Add to favourites"}
      className="grid size-9 place-items-center rounded-control text-faint hover:bg-hover hover:text-accent aria-pressed:text-accent"
    >
      <Star className={classNames(isFavorite && "fill-current")} />
    </button>
  );
}
