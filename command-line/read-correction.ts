import type { Correction } from "./corrections";
import type { Parameter } from "./spec";

/**
 * The correction of a parameter that a form contains. Fields that are blank, or checkboxes that are as in the script, are
 * left out.
 */
export function readCorrection(parameter: Parameter, form: FormData): Correction {
  const text = (name: string) => {
    const entry = form.get(name);
    return typeof entry === "string" && entry.trim() !== "" ? entry.trim() : undefined;
  };
  const lines = (name: string) =>
    text(name)
      ?.split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
  const checkbox = (name: "hidden" | "locked") => {
    const isChecked = form.get(name) === "on";
    return isChecked === (parameter[name] ?? false) ? undefined : isChecked;
  };
  const decision = (name: "secret") => (text(name) === undefined ? undefined : text(name) === "true");
  const correction: Correction = {
    label: text("label"),
    help: text("help"),
    group: text("group"),
    position: number("position"),
    widget: text("widget"),
    minimum: number("minimum"),
    maximum: number("maximum"),
    choices: lines("choices")?.map(readChoice),
    initialValue: lines("initialValue"),
    hidden: checkbox("hidden"),
    locked: checkbox("locked"),
    secret: decision("secret"),
    secretBy: text("secretBy"),
  };
  return Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined));
}

function readChoice(line: string): { value: string; label?: string } {
  const equals = line.indexOf(" = ");
  return equals < 0 ? { value: line } : { value: line.slice(0, equals).trim(), label: line.slice(equals + 3).trim() };
}
