import { t } from "@/server/language/text";

/** A version by its version string and iteration, as in the API. */
interface VersionName {
  version: string;
  iteration: number;
}

export interface AddedScript {
  slug: string | null;
  error: string | null;
  version: VersionName | null;
}

type ApiResponse =
  | ({ slug?: string; errors: string | null } & Partial<VersionName>)[]
  | { errors: Record<string, string[]> };

interface ScriptUpload {
  name: string;
  /** The script, and its form file if it has one. */
  files: File[];
  /** Additional fields of the API. Blank fields are not sent. */
  fields: Record<string, string>;
  onProgress: (fraction: number) => void;
}

/** Uploads a script and reports the progress of the upload, which fetch cannot do. */
export function sendScript({ name, files, fields, onProgress }: ScriptUpload): Promise<AddedScript> {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) if (value.trim() !== "") data.append(field, value.trim());
  for (const file of files) data.append(name, file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const fail = (error: string) => resolve({ slug: null, error, version: null });
    request.open("POST", "/api/scripts/v1/add-or-update/");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onerror = () =>
      fail(t("The server could not be reached, or the upload was interrupted. Nothing was added. Try again."));
    request.onload = () => {
      // The API responds with one of these types. For anything that is not JSON, the browser returns null.
      const response = request.response as ApiResponse | null;
      if (response === null)
        return fail(
          t("The server could not accept the upload (status {status}). Try again.", { status: request.status }),
        );
      // The API responds in English. The catalogs contain its sentences, except those with values.
      if (!Array.isArray(response)) {
        const sentences = Object.values(response.errors).flat();
        return fail(sentences.map((sentence) => t(sentence)).join(" "));
      }
      const { slug, errors, version, iteration } = response[0] ?? { errors: null };
      if (errors || !slug) return fail(errors ? t(errors) : t("Nothing was added."));
      resolve({ slug, error: null, version: version && iteration ? { version, iteration } : null });
    };
    request.send(data);
  });
}

interface ScriptResponse {
  script?: { versions?: { id: number; script_version: string; script_iteration: number }[] };
}

/** The id of a version; null if it cannot be found. */
export async function findVersionId(slug: string, { version, iteration }: VersionName): Promise<number | null> {
  const response = await fetch(`/api/scripts/v1/${slug}/`).catch(() => null);
  if (!response?.ok) return null;
  const { script } = (await response.json()) as ScriptResponse; // these fields are part of API v1
  const found = script?.versions?.find((one) => one.script_version === version && one.script_iteration === iteration);
  return found?.id ?? null;
}
