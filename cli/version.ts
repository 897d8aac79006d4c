declare const __WOOEY_VERSION__: string | undefined;

/** The version that the client was built from. */
export function version(): string {
  return typeof __WOOEY_VERSION__ === "string" ? __WOOEY_VERSION__ : "development";
}
