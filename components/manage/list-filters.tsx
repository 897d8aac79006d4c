import { Chip } from "../ui/chip";
import { Input } from "../ui/input";

interface Props {
  chips: { href: string; label: string; isActive: boolean }[];
  /** The path of the list. */
  action: string;
  /** Filters that the address keeps when the user searches. */
  otherFilters: Record<string, string | null>;
  label: string;
  placeholder: string;
  text: string;
}

/** The filters of a list: chips and a search box. Their values are in the address. */
export function ListFilters({ chips, action, otherFilters, label, placeholder, text }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {chips.map((chip) => (
        <Chip key={chip.label} href={chip.href} isActive={chip.isActive}>
          {chip.label}
        </Chip>
      ))}
      <search className="ml-auto w-full sm:w-64">
        <form action={action}>
          {Object.entries(otherFilters).map(([name, value]) =>
            value ? <input key={name} type="hidden" name={name} value={value} /> : null,
          )}
          <Input type="search" name="q" aria-label={label} placeholder={placeholder} defaultValue={text} />
        </form>
      </search>
    </div>
  );
}
