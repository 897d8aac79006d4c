import { formatNumber } from "@/server/language/format";
import { phrase, t } from "@/server/language/text";
import type { ScriptRules } from "@/server/scripts/rules";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { LabelledSelect } from "../ui/labelled-select";
import { Section } from "../ui/section";
import { Checkbox } from "../ui/switch";
import { TextField } from "../ui/text-field";
import { GroupCheckboxes } from "./group-checkboxes";

/** A field for a limit. */
export interface LimitField {
  name: string;
  label: string;
  /** The script's limit. */
  value: number | undefined;
  /** The limit of the instance, which applies if the script has none; null for no limit. */
  instanceValue: number | null;
  help: string;
}

interface Props {
  slug: string;
  rules: ScriptRules;
  limits: LimitField[];
  /** Fields for what a job needs of a worker. */
  needs: LimitField[];
  /** The isolation levels of the workers that are online. */
  workerLevels: number[];
  userGroups: { id: number; name: string; members: number }[];
  action: Action;
}

/** A form for who may use a script, and for the limits of its jobs. */
export function ScriptRulesForm({ slug, rules, limits, needs, workerLevels, userGroups, action }: Props) {
  const seen = rules.modifiedAt.toISOString();
  return (
    <ActionForm action={action} className="flex flex-col gap-8">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="seen" value={seen} />
      <Section title={t("Access")}>
        <GroupCheckboxes
          legend={t("Who may use it")}
          help={t("Members of the selected groups, or everyone if none is selected.")}
          name="userGroup"
          groups={userGroups}
          selectedIds={rules.userGroupIds}
        />
        <TextField
          name="newUserGroup"
          label={t("Or a new user group")}
          placeholder={t("Group name")}
          autoComplete="off"
          maxLength={150}
          className="sm:max-w-80"
          help={t("The group is created and selected when you save. You choose its members next.")}
        />
      </Section>
      <Section title={t("Limits per job")} note={t("Blank fields use the limits of the instance.")}>
        <NumberFields fields={limits} />
      </Section>
      <Section title={t("Where its jobs run")} note={t("A job waits until a worker has everything that is set here.")}>
        <TextField
          name="workerTags"
          label={t("Tags of workers")}
          autoComplete="off"
          maxLength={1000}
          defaultValue={rules.limits.workerTags?.join(", ")}
          className="sm:max-w-80"
          help={t(
            "Separated by commas, such as gpu, big. Only workers with all of them run its jobs (WOOEY_WORKER_TAGS).",
          )}
        />
        <NumberFields fields={needs} />
      </Section>
      <Section title={t("What its jobs can do")}>
        <Checkbox name="networkAllowed" defaultChecked={rules.networkAllowed}>
          {t("Use the network (blocked at isolation levels 2 and 3 unless selected)")}
        </Checkbox>
        <Checkbox name="isRepeatable" defaultChecked={rules.isRepeatable}>
          {t("Re-run automatically if a run is lost (only if the script is safe to run twice)")}
        </Checkbox>
      </Section>
      <Section title={t("How its jobs run")}>
        <Checkbox name="hasTerminal" defaultChecked={rules.hasTerminal}>
          {t("Run in a terminal (for programs that show colours or progress only there; combines stdout and stderr)")}
        </Checkbox>
        <LabelledSelect
          name="isolationLevel"
          label={t("Isolation")}
          options={[
            { value: "", label: highestText(workerLevels) },
            ...levelOptions.map(({ value, label }) => ({ value, label: t(label) })),
          ]}
          defaultValue={String(rules.isolationLevel ?? "")}
          help={t(
            "With a fixed level, jobs run at that level or not at all. Below level 2, network access cannot be blocked.",
          )}
        />
      </Section>
      <SubmitButton className="self-start">{t("Save")}</SubmitButton>
    </ActionForm>
  );
}

function NumberFields({ fields }: { fields: LimitField[] }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {fields.map(({ name, label, value, instanceValue, help }) => (
        <TextField
          key={name}
          name={name}
          label={label}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={value}
          placeholder={instanceValue === null ? t("No limit") : formatNumber(instanceValue)}
          help={help}
        />
      ))}
    </div>
  );
}

const levelOptions = [
  { value: "3", label: phrase("Level 3: sandbox") },
  { value: "2", label: phrase("Level 2: confined") },
  { value: "1", label: phrase("Level 1: limited") },
  { value: "0", label: phrase("Level 0: none") },
];

function highestText(workerLevels: number[]): string {
  const levels = [...new Set(workerLevels)].sort();
  if (levels.length === 0) return t("Highest level this machine supports");
  const now = levels.map(String).reduce((one, other) => t("{one} or {other}", { one, other }));
  return t("Highest level this machine supports (currently {level})", { level: now });
}
