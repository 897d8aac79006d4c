import { t } from "@/server/language/text";

/** A version as the API names it. */
interface VersionName {
  version: string;
  iteration: number;
}

export interface SentScript {
  slug: string | null;
  error: string | null;
  version: VersionName | null;
}

type Answer =
  | ({ slug?: string; errors: string | null } & Partial<VersionName>)[]
  | { errors: Record<string, string[]> };

/**
 * Uploads a script under its name, with its form file if it has one, and tells how far it is. XMLHttpRequest, since fetch
 * cannot tell. Blank fields stay away.
 */
export function sendScript(
  name: string,
  files: File[],
  fields: Record<string, string>,
  onProgress: (fraction: number) => void,
): Promise<SentScript> {
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
      const answer = request.response as Answer | null;
      if (answer === null)
        return fail(
          t("The server could not accept the upload (status {status}). Try again.", { status: request.status }),
        );
      // The API answers in English; the catalogs know those of its sentences that hold no values.
      if (!Array.isArray(answer))
        return fail(
          Object.values(answer.errors)
            .flat()
            .map((error) => t(error))
            .join(" "),
        );
      const { slug, errors, version, iteration } = answer[0] ?? { errors: null };
      if (errors || !slug) return fail(errors ? t(errors) : t("Nothing was added."));
      resolve({ slug, error: null, version: version && iteration ? { version, iteration } : null });
    };
    request.send(data);
  });
}

/** The number of a version in the addresses of staff's pages; null when it cannot be found out. */
export async function findVersionId(slug: string, { version, iteration }: VersionName): Promise<number | null> {
  const answer = await fetch(`/api/scripts/v1/${slug}/`).catch(() => null);
  if (!answer?.ok) return null;
  const { script } = (await answer.json()) as {
    script?: { versions?: { id: number; script_version: string; script_iteration: number }[] };
  };
  const found = script?.versions?.find((one) => one.script_version === version && one.script_iteration === iteration);
  return found?.id ?? null;
}
