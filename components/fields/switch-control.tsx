import type { FormField } from "@/command-line/form";
import { Input } from "../ui/input";
import { Switch } from "../ui/switch";
import { controlProps } from "./field-data";

/** A flag: given or not. */
export function SwitchControl({ field, texts }: { field: FormField; texts: string[] }) {
  return <Switch {...controlProps(field)} value="on" defaultChecked={texts.length > 0 && texts.at(-1) !== "false"} />;
}

/** An option that counts how often it is given, such as -vvv. */
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
