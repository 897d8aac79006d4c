import { t } from "@/server/language/text";
import { Input } from "../ui/input";
import { Checkbox } from "../ui/switch";

/** The group of scripts that are added without a group. */
const defaultGroup = "Wooey Scripts";

interface Props {
  groups: string[];
  group: string;
  setGroup: (group: string) => void;
  isHidden: boolean;
  setHidden: (isHidden: boolean) => void;
}

/** The group and the visibility of scripts that are about to be uploaded. */
export function NewScriptFields({ groups, group, setGroup, isHidden, setHidden }: Props) {
  return (
    <>
      <div className="flex flex-col gap-1 sm:max-w-80">
        <label htmlFor="group" className="font-medium">
          {t("Group")}
        </label>
        <Input
          id="group"
          list="groups"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
          placeholder={defaultGroup}
          aria-describedby="group-help"
        />
        <p id="group-help" className="text-13 text-muted">
          {t(
            "The heading on the home page. A new name creates a new group. Leave blank for “Wooey Scripts” or, for an existing script, its current group.",
          )}
        </p>
        <datalist id="groups">
          {groups.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </div>
      <Checkbox checked={isHidden} onChange={(event) => setHidden(event.target.checked)}>
        {t("Only staff can see them until I enable them")}
      </Checkbox>
    </>
  );
}
