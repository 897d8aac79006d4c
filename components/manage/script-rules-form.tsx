import { formatNumber } from "@/server/language/format";
import { phrase, t } from "@/server/language/text";
import type { ScriptRules } from "@/server/scripts/rules";
import { type Action, ActionForm, SubmitButton, TextField } from "../ui/action-form";
import { LabelledSelect } from "../ui/labelled-select";
import { Section } from "../ui/section";
import { Checkbox } from "../ui/switch";
import { GroupTicks } from "./group-ticks";

/** A limit's field: its label with the unit, what the script has, and what the instance has where it has none. */
export interface LimitField {
  name: string;
  label: string;
  own: number | undefined;
  instance: number | null;
  help: string;
}

interface Props {
  slug: string;
  rules: ScriptRules;
  limits: LimitField[];
  /** The isolation levels of the workers that are online. */
  workerLevels: number[];
  userGroups: { id: number; name: string; members: number }[];
  action: Action;
}

/** Who may use a script, and what its jobs may take. */
export function ScriptRulesForm({ slug, rules, limits, workerLevels, userGroups, action }: Props) {
  const seen = rules.modifiedAt.toISOString();
  return (
    <ActionForm action={action} className="flex flex-col gap-8">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="seen" value={seen} />
      <Section title={t("Access")}>
        <GroupTicks
          legend={t("Who may use it")}
          help={t("Members of the groups ticked; everybody when none is.")}
          name="userGroup"
          groups={userGroups}
          ticked={rules.userGroupIds}
        />
        <TextField
          name="newUserGroup"
          label={t("Or a new user group")}
          placeholder={t("Its name")}
          autoComplete="off"
          maxLength={150}
          className="sm:max-w-80"
          help={t("Made and ticked when you save; you choose its members next.")}
        />
      </Section>
      <Section title={t("Limits of each job")} note={t("What is left blank is as for the whole instance.")}>
        <div className="grid gap-3 sm:grid-cols-2">
          {limits.map(({ name, label, own, instance, help }) => (
            <TextField
              key={name}
              name={name}
              label={label}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={own}
              placeholder={instance === null ? t("No limit") : formatNumber(instance)}
              help={help}
            />
          ))}
        </div>
      </Section>
      <Section title={t("What its jobs may do")}>
        <Checkbox name="networkAllowed" defaultChecked={rules.networkAllowed}>
          {t("Use the network (refused from isolation level 2 on, unless this is ticked)")}
        </Checkbox>
        <Checkbox name="isRepeatable" defaultChecked={rules.isRepeatable}>
          {t("Be run again by themselves when a run is lost (safe to run twice)")}
        </Checkbox>
      </Section>
      <Section title={t("How its jobs are run")}>
        <Checkbox name="hasTerminal" defaultChecked={rules.hasTerminal}>
          {t(
            "Give it a terminal (for programs that print in colour or show progress only on one; stdout and stderr then come together)",
          )}
        </Checkbox>
        <LabelledSelect
          name="isolationLevel"
          label={t("Isolation")}
          options={[
            { value: "", label: highestText(workerLevels) },
            ...levelOptions.map(({ value, label }) => ({ value, label: t(label) })),
          ]}
          defaultValue={String(rules.isolationLevel ?? "")}
          help={t("At a level of its own it runs so or not at all. Below level 2 nothing refuses it the network.")}
        />
      </Section>
      <SubmitButton className="self-start">{t("Save")}</SubmitButton>
    </ActionForm>
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
  if (levels.length === 0) return t("As high as this machine allows");
  const now = levels.map(String).reduce((one, other) => t("{one} or {other}", { one, other }));
  return t("As high as this machine allows (now level {level})", { level: now });
}
