import { Checkbox } from "../ui/switch";

interface Props {
  legend: string;
  help: string;
  name: string;
  groups: { id: number; name: string }[];
  ticked: number[];
}

/** Which user groups are meant: one tick each. */
export function GroupTicks({ legend, help, name, groups, ticked }: Props) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {groups.length === 0 ? (
        <p className="text-muted">There is no user group yet.</p>
      ) : (
        <div className="flex max-h-56 flex-col overflow-y-auto rounded-control border border-line bg-surface px-3 py-1">
          {groups.map((group) => (
            <Checkbox key={group.id} name={name} value={group.id} defaultChecked={ticked.includes(group.id)}>
              <span className="min-w-0 break-words">{group.name}</span>
            </Checkbox>
          ))}
        </div>
      )}
      <p className="text-13 text-muted">{help}</p>
    </fieldset>
  );
}
