import { Fragment, type ReactNode } from "react";
import type { FormCommand, FormModel, FormSubcommands } from "@/command-line/form";
import { t } from "@/server/language/text";
import { fieldId, type Prefill, selectedCommand } from "./field-data";
import { CommandFields } from "./loaded-controls";

interface Props {
  subcommands: FormSubcommands;
  prefill: Prefill;
  /** In a large form, the fields of the sub-commands that are not selected are loaded later. */
  isLarge: boolean;
  /** The name of the command that these sub-commands belong to, after the names of its parents. */
  names: string[];
  renderForm: (form: FormModel, names: string[]) => ReactNode;
}

/** Sub-commands as tabs, which may be nested. They are radio buttons, so they work and are sent without JavaScript. */
export function SubcommandTabs({ subcommands, prefill, isLarge, names, renderForm }: Props) {
  const { path, commands, required, title, help } = subcommands;
  const selected = selectedCommand(subcommands, prefill);
  const id = fieldId(path);
  const tabNames = required ? commands.map((one) => one.name) : ["", ...commands.map((one) => one.name)];
  return (
    <fieldset data-field={path} className="min-w-0">
      <legend className="flex min-h-9 items-center font-medium">
        <span className="first-letter:uppercase inline-block">{title}</span>
        {required ? <span className="text-failed">&nbsp;*</span> : null}
      </legend>
      {help ? <p className="mb-2 max-w-prose text-muted">{help}</p> : null}
      <p id={`${id}-error`} data-error hidden className="mb-1 text-13 text-failed" />
      <div className="tab-set">
        {tabNames.map((name, index) => {
          const command = commands.find((one) => one.name === name);
          const tab = index === 0 ? id : `${id}-${index}`;
          const isLoadedLater = isLarge && name !== selected && !isPrefilled(subcommands, name, prefill);
          return (
            <Fragment key={name}>
              <input
                type="radio"
                name={path}
                id={tab}
                value={name}
                defaultChecked={name === selected}
                className="sr-only"
              />
              <label htmlFor={tab}>
                {command ? command.title : t("None")}
                {command?.deprecated ? ` ${t("(deprecated)")}` : ""}
              </label>
              <div className="tab-panel">
                {command ? (
                  <div className="mt-2 border-l-2 border-line pl-4">
                    <CommandDescription command={command} />
                    {isLoadedLater ? (
                      <CommandFields tab={tab} names={[...names, name]} />
                    ) : (
                      renderForm(command.form, [...names, name])
                    )}
                  </div>
                ) : null}
              </div>
            </Fragment>
          );
        })}
      </div>
    </fieldset>
  );
}

function CommandDescription({ command }: { command: FormCommand }) {
  const text = command.description ?? command.help;
  return text ? <p className="mb-2 max-w-prose whitespace-pre-line text-muted">{text}</p> : null;
}

/** Whether the sub-command has a prefilled field. */
function isPrefilled({ path }: FormSubcommands, name: string, prefill: Prefill): boolean {
  const prefix = `${path.slice(0, -"$command".length)}${name}.`;
  return [...prefill.entries.keys()].some((entry) => entry.startsWith(prefix));
}
