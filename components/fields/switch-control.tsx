import type { FormField } from "@/command-line/form";
import { Input } from "../ui/input";
import { Switch } from "../ui/switch";
import { controlProps } from "./field-data";

/** A flag, on or off. */
export function SwitchControl({ field, texts }: { field: FormField; texts: string[] }) {
  // A draft has an empty text for a switch that was turned off.
  const isOn = !["", "false"].includes(texts.at(-1) ?? "");
  return <Switch {...controlProps(field)} value="on" defaultChecked={isOn} />;
}

/** The number of times that an option is passed, such as 3 for -vvv. */
export function CounterControl({ field, texts }: { field: FormField; texts: string[] }) {
  return (
    <Input
      {...controlProps(field)}
      type="number"
      inputMode="numeric"
      min={0}
      max={99}
      step={1}
      defaultValue={texts.at(-1)}
      placeholder="0"
      className="max-w-24 tabular"
    />
  );
}
