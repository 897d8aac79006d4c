import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import type { WooeyScript } from "@/server/wooey/script-answers";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Disclosure } from "../ui/disclosure";
import { LabelledSelect } from "../ui/labelled-select";
import { MarkdownTools } from "../ui/markdown-tools";
import { Checkbox } from "../ui/switch";
import { TextField } from "../ui/text-field";

interface Props {
  script: WooeyScript;
  tags: string[];
  groups: string[];
  environments: { id: number; name: string }[];
  action: Action;
  preview: (text: string) => Promise<ReactNode>;
}

/** The form for a script's details. */
export function ScriptDetailsForm({ script, tags, groups, environments, action, preview }: Props) {
  const options = environments.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <input type="hidden" name="slug" value={script.slug} />
      <input type="hidden" name="seen" value={script.modified_date} />
      <TextField name="script_name" label={t("Name")} defaultValue={script.script_name} maxLength={255} required />
      <TextField
        name="group"
        label={t("Group")}
        list="script-groups"
        defaultValue={script.group}
        autoComplete="off"
        help={t("A new name creates a new group.")}
      />
      <datalist id="script-groups">
        {groups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
      <TextField name="script_description" label={t("Description")} rows={2} defaultValue={script.script_description} />
      <TextField
        name="documentation"
        label={t("Documentation")}
        help={t("Markdown. Shown collapsed above the form.")}
        rows={6}
        defaultValue={script.documentation}
        tools={<MarkdownTools name="documentation" preview={preview} />}
      />
      <TextField
        name="tags"
        label={t("Tags")}
        defaultValue={tags.join(", ")}
        autoComplete="off"
        help={t("Separate them with commas. People can filter the home page by them.")}
      />
      <TextField
        name="script_order"
        label={t("Position in its group")}
        type="number"
        min={1}
        defaultValue={script.script_order}
      />
      <LabelledSelect
        name="virtual_environment"
        label={t("Virtual environment")}
        options={[{ value: "", label: t("None (use the script's PEP 723 block, if it has one)") }, ...options]}
        defaultValue={String(script.virtual_environment_id ?? "")}
      />
      <Checkbox name="is_active" defaultChecked={script.is_active}>
        {t("Active: users can see and run it")}
      </Checkbox>
      <Checkbox name="ignore_bad_imports" defaultChecked={script.ignore_bad_imports}>
        {t("Add versions even if a module they import is not installed here")}
      </Checkbox>
      <Disclosure summary={t("For compatibility with Wooey clients")}>
        <div className="flex flex-col gap-3">
          <TextField
            name="save_path"
            label={t("Save path")}
            defaultValue={script.save_path}
            maxLength={255}
            help={t("Has no effect here: each job has its own folder.")}
          />
          <Checkbox name="execute_full_path" defaultChecked={script.execute_full_path}>
            {t("Execute full path (has no effect here)")}
          </Checkbox>
        </div>
      </Disclosure>
      <SubmitButton className="self-start">{t("Save")}</SubmitButton>
    </ActionForm>
  );
}
