import type { FormExclusive, FormField, FormModel, FormSection } from "@/command-line/form";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { Disclosure } from "../ui/disclosure";
import { Field } from "./field";
import type { Filled } from "./field-data";
import { SubcommandTabs } from "./subcommand-tabs";

interface Props {
  form: FormModel;
  filled: Filled;
  /** Long forms open folded, but for what is required or filled in. */
  isLong: boolean;
  /** Large forms come without the fields of the sub-commands that are not chosen. */
  isLarge?: boolean;
  /** Of the sub-command whose form this is, behind those it is inside of. */
  names?: string[];
}

/** A form's sections in their order, then its sub-commands. */
export function FormSections({ form, filled, isLong, isLarge = false, names = [] }: Props) {
  const [first, ...rest] = form.sections;
  return (
    <div className={classNames("flex flex-col gap-4", isLarge && "large-form")}>
      {first ? <Section section={first} exclusives={form.exclusives} filled={filled} open /> : null}
      {rest.map((section) => (
        <Section
          key={section.id}
          section={section}
          exclusives={form.exclusives}
          filled={filled}
          open={!isLong || section.fields.some((field) => filled.entries.has(field.path))}
        />
      ))}
      {form.subcommands ? (
        <SubcommandTabs
          subcommands={form.subcommands}
          filled={filled}
          isLarge={isLarge}
          names={names}
          drawForm={(commandForm, commandNames) => (
            <FormSections form={commandForm} filled={filled} isLong={isLong} isLarge={isLarge} names={commandNames} />
          )}
        />
      ) : null}
    </div>
  );
}

interface SectionProps {
  section: FormSection;
  exclusives: FormExclusive[];
  filled: Filled;
  open: boolean;
}

function Section({ section, exclusives, filled, open }: SectionProps) {
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
        {inRuns(section.fields).map(({ exclusive, fields }) => {
          const rule = exclusives.find((one) => one.id === exclusive);
          const drawn = fields.map((field) => <Field key={field.path} field={field} filled={filled} />);
          if (!rule) return drawn;
          return (
            <fieldset key={rule.id} className="flex flex-col gap-4 rounded-control border border-line px-3 pt-1 pb-3">
              <legend className="px-1 text-13 text-muted">
                {rule.title ? `${rule.title} · ` : ""}
                {rule.required ? t("Exactly one of these") : t("At most one of these")}
              </legend>
              {drawn}
            </fieldset>
          );
        })}
      </div>
    </Disclosure>
  );
}

/** Fields of one exclusive group stand together, where its first one stood. */
function inRuns(fields: FormField[]): { exclusive: string | undefined; fields: FormField[] }[] {
  const runs: { exclusive: string | undefined; fields: FormField[] }[] = [];
  for (const field of fields) {
    const run = field.exclusive === undefined ? undefined : runs.find((one) => one.exclusive === field.exclusive);
    if (run) run.fields.push(field);
    else runs.push({ exclusive: field.exclusive, fields: [field] });
  }
  return runs;
}
