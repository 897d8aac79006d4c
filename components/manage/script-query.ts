/** The filters in the address of the list of scripts. */
export interface ScriptQuery {
  text: string;
  state: "attention" | "off" | null;
  after: string | null;
}

/** The address of the list with other filters. The list then starts with the first page. */
export function scriptsPath(query: ScriptQuery, change: Partial<ScriptQuery>): string {
  const { text, state, after } = { ...query, after: null, ...change };
  const params = new URLSearchParams();
  if (state) params.set("state", state);
  if (text) params.set("q", text);
  if (after) params.set("after", after);
  return params.size > 0 ? `/manage/?${params}` : "/manage/";
}
