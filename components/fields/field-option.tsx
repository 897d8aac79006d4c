import type { FormField } from "@/command-line/form";
import { FieldControls, helpText } from "./field";
import { fieldId, type Prefill } from "./field-data";

interface Props {
  field: FormField;
  prefill: Prefill;
  /** The name of the radio buttons of the group. */
  name: string;
  isSelected: boolean;
}

/** A parameter of which exactly one has to be given: a radio button, with the control of the parameter if it has a value. */
export function FieldOption({ field, prefill, name, isSelected }: Props) {
  const id = fieldId(field.path);
  const isFlag = field.widget === "switch";
  const radioId = isFlag ? id : `${id}-only`;
  return (
    <div data-field={field.path} data-secret={field.secret} className="field option">
      <div>
        <input
          type="radio"
          name={name}
          id={radioId}
          value={field.path}
          defaultChecked={isSelected}
          aria-describedby={`${id}-error ${id}-help`}
        />
        <label htmlFor={radioId}>{field.label}</label>
        {field.flag ? <code>{field.flag}</code> : null}
      </div>
      <div>
        {isFlag ? null : (
          <div className="option-control">
            <label htmlFor={id} className="sr-only">
              {field.label}
            </label>
            <FieldControls field={field} prefill={prefill} />
          </div>
        )}
        <p id={`${id}-error`} data-error hidden />
        <p id={`${id}-help`}>{helpText(field)}</p>
      </div>
    </div>
  );
}
