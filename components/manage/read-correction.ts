import type { Correction } from "@/command-line/corrections";
import type { Parameter } from "@/command-line/spec";

/** What the correction form says about a parameter; what is blank, or as the script has it, is left out. */
export function readCorrection(parameter: Parameter, form: FormData): Correction {
  const text = (name: string) => {
    const given = form.get(name);
    return typeof given === "string" && given.trim() !== "" ? given.trim() : undefined;
  };
  const lines = (name: string) =>
    text(name)
      ?.split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
  const tick = (name: "hidden" | "locked" | "secret") => {
    const isTicked = form.get(name) === "on";
    return isTicked === (parameter[name] ?? false) ? undefined : isTicked;
  };
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
    hidden: tick("hidden"),
    locked: tick("locked"),
    secret: tick("secret"),
    secretBy: text("secretBy"),
  };
  return Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined));
}

function readChoice(line: string): { value: string; label?: string } {
  const at = line.indexOf(" = ");
  return at < 0 ? { value: line } : { value: line.slice(0, at).trim(), label: line.slice(at + 3).trim() };
}
