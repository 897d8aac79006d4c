import { classNames } from "../ui/class-names";
import { Star } from "../ui/icons";

interface Props {
  scriptId: number;
  name: string;
  isFavorite: boolean;
  action: (form: FormData) => Promise<unknown>;
}

/** A star that says whether a script is a favourite, and changes it. A plain form: a page may hold thousands. */
export function FavoriteButton({ scriptId, name, isFavorite, action }: Props) {
  return (
    <form action={action as (form: FormData) => Promise<void>}>
      <input type="hidden" name="script" value={scriptId} />
      <button
        type="submit"
        aria-pressed={isFavorite}
        aria-label={`${name}: favourite`}
        title={isFavorite ? "Remove from favourites" : "Add to favourites"}
        className="grid size-9 place-items-center rounded-control text-faint hover:bg-hover hover:text-accent aria-pressed:text-accent"
      >
        <Star className={classNames(isFavorite && "fill-current")} />
      </button>
    </form>
  );
}
