import { Fragment, type ReactNode } from "react";
import type { FormModel, FormSubcommands } from "@/command-line/form";
import { t } from "@/server/language/text";
import { CommandFields } from "./command-fields";
import type { Filled } from "./field-data";
import { chosenName, fieldId } from "./field-data";

interface Props {
  subcommands: FormSubcommands;
  filled: Filled;
  isLarge: boolean;
  /** Of the sub-command that these are of, behind those it is inside of. */
  names: string[];
  /** Draws the form of a sub-command, which may have sub-commands of its own. */
  drawForm: (form: FormModel, names: string[]) => ReactNode;
}

/** The sub-commands as tabs, which nest. They are radio buttons: they work without scripts, and send what is chosen. */
export function SubcommandTabs({ subcommands, filled, isLarge, names: outer, drawForm }: Props) {
  const { path, commands, required, title, help } = subcommands;
  const chosen = chosenName(subcommands, filled);
  const id = fieldId(path);
  const names = required ? commands.map((one) => one.name) : ["", ...commands.map((one) => one.name)];
  return (
    <fieldset data-field={path} className="min-w-0">
      <legend className="flex min-h-9 items-center font-medium">
        <span className="first-letter:uppercase inline-block">{title}</span>
        {required ? <span className="text-failed">&nbsp;*</span> : null}
      </legend>
      {help ? <p className="mb-2 max-w-prose text-muted">{help}</p> : null}
      <p id={`${id}-error`} data-error hidden className="mb-1 text-13 text-failed" />
      <div className="tab-set">
        {names.map((name, index) => {
          const command = commands.find((one) => one.name === name);
          const tab = index === 0 ? id : `${id}-${index}`;
          return (
            <Fragment key={name}>
              <input
                type="radio"
                name={path}
                id={tab}
                value={name}
                defaultChecked={name === chosen}
                className="sr-only"
              />
              <label htmlFor={tab}>
                {command ? command.title : t("None")}
                {command?.deprecated ? ` ${t("(deprecated)")}` : ""}
              </label>
              <div className="tab-panel">
                {command ? (
                  <div className="mt-2 border-l-2 border-line pl-4">
                    {command.description || command.help ? (
                      <p className="mb-2 max-w-prose whitespace-pre-line text-muted">
                        {command.description ?? command.help}
                      </p>
                    ) : null}
                    {isLarge && name !== chosen && !isFilled(subcommands, name, filled) ? (
                      <CommandFields tab={tab} names={[...outer, name]} />
                    ) : (
                      drawForm(command.form, [...outer, name])
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

/** Whether something is filled in under a sub-command. */
function isFilled({ path }: FormSubcommands, name: string, filled: Filled): boolean {
  const prefix = `${path.slice(0, -"$command".length)}${name}.`;
  return [...filled.entries.keys()].some((entry) => entry.startsWith(prefix));
}
