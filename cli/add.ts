import path from "node:path";
import { connect, type ServerOptions } from "./connection";
import { multipart } from "./multipart";
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
  const sources = files.map((file) => ({ filename: path.basename(file), ...fileSource(file) }));
  const added: Added[] = [];
  for (const source of sources) {
    const details = { name: name ?? path.parse(source.filename).name, ...(group === undefined ? {} : { group }) };
    const { body, contentType } = multipart([
      { name: "script", text: JSON.stringify(details), mediaType: "application/json" },
      { name: "file", ...source },
    ]);
    const headers = { "content-type": contentType };
    added.push(await api.json<Added>("/api/v2/scripts", { method: "POST", body, headers }));
  }
  if (json) return printJson(added);
  for (const { slug, version } of added) {
    print(slug);
    talk(`${api.url}/scripts/${slug}/ has version ${version}.`);
  }
}
