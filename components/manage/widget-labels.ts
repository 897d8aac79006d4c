import type { Widget } from "@/command-line/widget";
import { phrase } from "@/server/language/text";

/** What staff read for the kinds of controls of a form. */
export const widgetLabels: Record<Widget, string> = {
  text: phrase("text"),
  textarea: phrase("text with several lines"),
  integer: phrase("whole number"),
  number: phrase("number"),
  switch: phrase("switch"),
  tristate: phrase("yes, no or default"),
  counter: phrase("counter"),
  select: phrase("list of choices"),
  combobox: phrase("text with suggestions"),
  multiselect: phrase("several choices"),
  rows: phrase("list of values"),
  tuple: phrase("group of values"),
  date: phrase("date"),
  datetime: phrase("date and time"),
  time: phrase("time"),
  color: phrase("color"),
  json: phrase("JSON"),
  secret: phrase("secret"),
  file: phrase("file"),
  files: phrase("files"),
  "file-or-text": phrase("file or text"),
  "files-or-text": phrase("files or texts"),
  "output-file": phrase("name of the output file"),
  remainder: phrase("words, as on a command line"),
};
