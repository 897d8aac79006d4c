/** The filters in the address of the list of scripts. */
export interface ScriptQuery {
  text: string;
  state: "attention" | "off" | null;
  after: string | null;
}

export function readScriptQuery(search: Record<string, string | string[] | undefined>): ScriptQuery {
  const one = (name: string) => [search[name] ?? ""].flat()[0]?.slice(0, 600) ?? "";
  const state = one("state");
  return {
    text: one("q").trim(),
    state: state === "attention" || state === "off" ? state : null,
    after: one("after") || null,
  };
}

/** The address of the list with other filters. It starts with the first page. */
export function scriptsPath(query: ScriptQuery, change: Partial<ScriptQuery>): string {
  const { text, state, after } = { ...query, after: null, ...change };
  const params = new URLSearchParams();
  if (state) params.set("state", state);
  if (text) params.set("q", text);
  if (after) params.set("after", after);
  return params.size > 0 ? `/manage/?${params}` : "/manage/";
}
