import { spawn } from "node:child_process";

/** Opens an address in the person's browser, if there is one. The address is also printed, so that failures are silent. */
export function openInBrowser(url: string): void {
  // Only addresses, because some of these programs open files and start programs as well.
  if (!/^https?:\/\//.test(url)) return;
  const [program, ...words] = commands[process.platform] ?? ["xdg-open"];
  if (program === undefined) return;
  const child = spawn(program, [...words, url], { stdio: "ignore", detached: true });
  child.once("error", () => undefined);
  child.unref();
}

const commands: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};
