const formFileSuffix = ".form.yaml";

/** Pairs each script with its form file, `foo.sh.form.yaml` or `foo.form.yaml`. Other form files get no script. */
export function withFormFiles(files: File[]): [File, ...File[]][] {
  const forms = new Map(
    files
      .filter(({ name }) => name.toLowerCase().endsWith(formFileSuffix))
      .map((file) => [file.name.slice(0, -formFileSuffix.length), file]),
  );
  const pairs = files
    .filter((file) => ![...forms.values()].includes(file))
    .map((file): [File, ...File[]] => {
      const key = [file.name, file.name.replace(/\.[^.]+$/, "")].find((name) => forms.has(name)) ?? "";
      const form = forms.get(key);
      forms.delete(key);
      return form ? [file, form] : [file];
    });
  return [...pairs, ...[...forms.values()].map((file): [File] => [file])];
}

/** The name of a script, derived from its file's name: "text_tools.py" becomes "Text tools". */
export function toName(filename: string): string {
  const words =
    filename
      .replace(/\.[^.]+$/, "")
      .replace(/[_-]+/g, " ")
      .trim() || filename;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
