import { memberEntry, NO_MEMBER } from "@/command-line/exclusive-entry";
import type { FormExclusive, FormField, FormModel, FormSection } from "@/command-line/form";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { Disclosure } from "../ui/disclosure";
import { Field } from "./field";
import { type Prefill, selectedMember } from "./field-data";
import { FieldOption } from "./field-option";
import { SubcommandTabs } from "./subcommand-tabs";

interface Props {
  form: FormModel;
  prefill: Prefill;
  /** In a long form, only the first section and those with prefilled fields are open. */
  isLong: boolean;
  /** In a large form, the fields of the sub-commands that are not selected are loaded later. */
  isLarge?: boolean;
  /** The name of the sub-command that the form belongs to, after the names of its parents. */
  names?: string[];
}

/** A form's sections in their order, then its sub-commands. */
export function FormSections({ form, prefill, isLong, isLarge = false, names = [] }: Props) {
  const [first, ...others] = form.sections;
  return (
    <div className={classNames("flex flex-col gap-4", isLarge && "large-form")}>
      {first ? <Section section={first} exclusives={form.exclusives} prefill={prefill} open /> : null}
      {others.map((section) => (
        <Section
          key={section.id}
          section={section}
          exclusives={form.exclusives}
          prefill={prefill}
          open={!isLong || section.fields.some((field) => prefill.entries.has(field.path))}
        />
      ))}
      {form.subcommands ? (
        <SubcommandTabs
          subcommands={form.subcommands}
          prefill={prefill}
          isLarge={isLarge}
          names={names}
          renderForm={(command, commandNames) => (
            <FormSections form={command} prefill={prefill} isLong={isLong} isLarge={isLarge} names={commandNames} />
          )}
        />
      ) : null}
    </div>
  );
}

interface SectionProps {
  section: FormSection;
  exclusives: FormExclusive[];
  prefill: Prefill;
  open: boolean;
}

function Section({ section, exclusives, prefill, open }: SectionProps) {
  return (
    <Disclosure
      open={open}
      summary={
        <span>
          {section.title} <span className="font-normal text-faint tabular">{section.fields.length}</span>
        </span>
      }
    >
      {section.description ? <p className="mb-3 max-w-prose text-muted">{section.description}</p> : null}
      <div className="flex flex-col gap-4">
        {groupExclusives(section.fields).map(({ exclusive, fields }) => {
          const rule = exclusives.find((one) => one.id === exclusive);
          if (rule) return <ExclusiveGroup key={rule.id} rule={rule} fields={fields} prefill={prefill} />;
          return fields.map((field) => <Field key={field.path} field={field} prefill={prefill} />);
        })}
      </div>
    </Disclosure>
  );
}

interface GroupProps {
  rule: FormExclusive;
  fields: FormField[];
  prefill: Prefill;
}

/** Fields of which only one may be given. If one of them is required, radio buttons select it. */
function ExclusiveGroup({ rule, fields, prefill }: GroupProps) {
  const title = rule.title ? `${rule.title} · ` : "";
  const name = memberEntry(rule.id);
  const selected = selectedMember(rule, prefill);
  return (
    <fieldset className="flex flex-col gap-4 rounded-control border border-line px-3 pt-1 pb-3">
      <legend className="px-1 text-13 text-muted">
        {title}
        {rule.required ? t("Exactly one of these") : t("At most one of these")}
        {rule.required ? <span className="text-failed"> *</span> : null}
      </legend>
      {rule.required ? <input type="hidden" name={name} value={NO_MEMBER} /> : null}
      {fields.map((field) =>
        rule.required ? (
          <FieldOption
            key={field.path}
            field={field}
            prefill={prefill}
            name={name}
            isSelected={field.path === selected}
          />
        ) : (
          <Field key={field.path} field={field} prefill={prefill} />
        ),
      )}
    </fieldset>
  );
}

interface FieldGroup {
  /** The exclusive group of all its fields; undefined for a single field without one. */
  exclusive: string | undefined;
  fields: FormField[];
}

/** The fields of an exclusive group are shown together, in the position of the first of them. */
function groupExclusives(fields: FormField[]): FieldGroup[] {
  const groups: FieldGroup[] = [];
  for (const field of fields) {
    const group = field.exclusive === undefined ? undefined : groups.find((one) => one.exclusive === field.exclusive);
    if (group) group.fields.push(field);
    else groups.push({ exclusive: field.exclusive, fields: [field] });
  }
  return groups;
}
