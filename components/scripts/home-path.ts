/** The home page with the scripts of a group, with a tag, or both. */
export function homePath({ group, tag }: { group?: string | undefined; tag?: string | undefined }): string {
  const params = new URLSearchParams({ ...(group ? { group } : {}), ...(tag ? { tag } : {}) });
  return params.size > 0 ? `/?${params}` : "/";
}
