import { canWrite } from "./dates";
import { isFileOrText, isInputFile, isOutputFile } from "./inputs";
import { isBoolean, shapeOf } from "./parameter";
import type { Parameter } from "./spec";

/** What a form offers for a parameter. */
export type Widget = (typeof widgets)[number];

export const widgets = [
  "text",
  "textarea",
  "integer",
  "number",
  "switch",
  "tristate",
  "counter",
  "select",
  "combobox",
  "multiselect",
  "rows",
  "tuple",
  "date",
  "datetime",
  "time",
  "color",
  "json",
  "secret",
  "file",
  "files",
  "file-or-text",
  "files-or-text",
  "output-file",
  "remainder",
] as const;

/** Above this many choices a list is searched rather than opened. */
const choicesInSelectMax = 30;
const tupleMax = 8;

/** The widget of a parameter: what staff chose if it can hold the value, else what its meaning asks for. */
export function widgetOf(parameter: Parameter): Widget {
  const natural = naturalWidget(parameter);
  const asked = widgets.find((one) => one === parameter.widget);
  return asked !== undefined && holds(asked, natural) ? asked : natural;
}

/** The widget of one of several values: of a row, or a column of a tuple. */
export function itemWidgetOf(parameter: Parameter): Widget {
  if (parameter.choices && parameter.choices.length > 0 && !parameter.choicesTruncated) return choiceWidget(parameter);
  const asked = widgets.find((one) => one === parameter.widget);
  const natural = scalarWidget(parameter);
  if (asked !== undefined && !STRUCTURAL.has(asked)) return asked;
  return natural === "file-or-text" ? "text" : natural;
}

const STRUCTURAL = new Set<Widget>([
  "switch",
  "tristate",
  "counter",
  "multiselect",
  "rows",
  "tuple",
  "files",
  "file-or-text",
  "files-or-text",
  "remainder",
]);

/** Widgets for several values of which each stands alone. */
const several = new Set<Widget>(["rows", "multiselect", "files", "files-or-text"]);

function naturalWidget(parameter: Parameter): Widget {
  const shape = shapeOf(parameter);
  if (shape === "flag") return "switch";
  if (shape === "on-off") return "tristate";
  if (shape === "count") return "counter";
  if (parameter.nargs === "remainder") return "remainder";
  const choosable = parameter.choices !== undefined && parameter.choices.length > 0 && !parameter.choicesTruncated;
  if (shape === "one" || shape === "optional") return choosable ? choiceWidget(parameter) : scalarWidget(parameter);
  if (isInputFile(parameter) && shape !== "groups") return parameter.nargs === 1 ? "file" : "files";
  if (shape === "many" && typeof parameter.nargs === "number") {
    if (parameter.nargs === 1) return choosable ? choiceWidget(parameter) : scalarWidget(parameter);
    return parameter.nargs <= tupleMax ? "tuple" : "rows";
  }
  if (shape === "groups") return "rows";
  if (choosable) return "multiselect";
  return isFileOrText(parameter) ? "files-or-text" : "rows";
}

function choiceWidget(parameter: Parameter): Widget {
  return (parameter.choices?.length ?? 0) > choicesInSelectMax ? "combobox" : "select";
}

function scalarWidget(parameter: Parameter): Widget {
  if (isInputFile(parameter)) return "file";
  if (isFileOrText(parameter)) return "file-or-text";
  if (isOutputFile(parameter)) return "output-file";
  if (parameter.secret) return "secret";
  if (isBoolean(parameter)) return "tristate";
  if (parameter.type === "integer") return "integer";
  if (parameter.type === "number") return /fraction/i.test(parameter.typeName ?? "") ? "text" : "number";
  if (parameter.format === "json" || parameter.type === "array" || parameter.type === "object") return "json";
  if (parameter.format === "color") return "color";
  const writable = parameter.strptime === undefined || canWrite(parameter.strptime);
  if (parameter.format === "date" && writable) return "date";
  if (parameter.format === "date-time" && writable) return "datetime";
  if (parameter.format === "time" && writable) return "time";
  return typeof parameter.default === "string" && parameter.default.includes("\n") ? "textarea" : "text";
}

/** Whether the widget staff chose can give the kind of value that the natural one gives. */
function holds(asked: Widget, natural: Widget): boolean {
  const kind = (one: Widget): string => {
    if (one === "switch" || one === "counter" || one === "tuple" || one === "remainder" || one === "tristate")
      return one;
    return several.has(one) ? "several" : "one";
  };
  return kind(asked) === kind(natural);
}
