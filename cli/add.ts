import fs from "node:fs";
import path from "node:path";
import { connect, type ServerOptions } from "./connection";
import { multipart, type Part } from "./multipart";
import { fileSource } from "./standard-input";
import { print, printJson, talk } from "./terminal";

interface AddOptions extends ServerOptions {
  group?: string;
  name?: string;
  json?: true;
}

interface Added {
  slug: string;
  version: string;
}

/** `wooey add FILE…`: adds scripts, or new versions of them. */
export async function add(files: string[], { group, name, json, ...options }: AddOptions): Promise<void> {
  const api = connect(options);
  const sources = files.map((file) => ({ name: name ?? path.parse(file).name, parts: partsOf(file) }));
  const added: Added[] = [];
  for (const source of sources) {
    const details = { name: source.name, ...(group === undefined ? {} : { group }) };
    const { body, contentType } = multipart([
      { name: "script", text: JSON.stringify(details), mediaType: "application/json" },
      ...source.parts,
    ]);
    const headers = { "content-type": contentType };
    const one = await api.json<Added>("/api/v2/scripts", { method: "POST", body, headers });
    added.push(one);
    // At once, because the next one may be refused.
    if (!json) print(one.slug);
    talk(`${api.url}/scripts/${one.slug}/ has version ${one.version}.`);
  }
  if (json) printJson(added);
}

/** A script, and the form file next to it if there is one. */
function partsOf(file: string): Part[] {
  const { dir, base, name } = path.parse(file);
  const forms = [base, name].map((stem) => path.join(dir, `${stem}.form.yaml`));
  const form = forms.find((candidate) => fs.existsSync(candidate));
  const found = form === undefined ? [file] : [file, form];
  return found.map((each) => ({ name: path.basename(each), filename: path.basename(each), ...fileSource(each) }));
}
