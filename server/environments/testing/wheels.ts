import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

// A tiny package, and a server on this machine from which pip downloads it, so that tests need no network.

const wheelProgram = `
import sys, zipfile
folder, name, version = sys.argv[1:]
with zipfile.ZipFile("%s/%s-%s-py3-none-any.whl" % (folder, name, version), "w") as wheel:
    info = "%s-%s.dist-info" % (name, version)
    wheel.writestr("%s.py" % name, "word = 'from the wheel'\\ndef main(): print(word)\\n")
    wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (name, version))
    wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "/entry_points.txt", "[console_scripts]\\n%s = %s:main\\n" % (name, name))
    wheel.writestr(info + "/RECORD", "")
`;

/** Writes a package with a single module into a folder. */
export function makeWheel(folder: string, name: string, version: string): void {
  execFileSync("python3", ["-c", wheelProgram, folder, name, version]);
}

export interface WheelServer {
  /** The requirement of a package that exists, of one that does not, or of one whose download never finishes. */
  requirement(kind: "good" | "missing" | "stuck"): string;
  /** Lets stuck downloads finish, now and from now on. */
  unstick(): void;
  /** The requested paths in order. */
  requests: string[];
  close(): Promise<void>;
}

export async function startWheelServer(name = "tinywheel"): Promise<WheelServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-wheels-"));
  makeWheel(folder, name, "1.0");
  const file = `${name}-1.0-py3-none-any.whl`;
  const requests: string[] = [];
  let stuck: http.ServerResponse[] | null = [];
  const send = (response: http.ServerResponse) => response.end(fs.readFileSync(path.join(folder, file)));
  const server = http.createServer((request, response) => {
    requests.push(request.url ?? "");
    if (stuck && request.url?.startsWith("/stuck/")) stuck.push(response);
    else if (request.url?.startsWith("/missing/")) response.writeHead(404).end();
    else send(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    requirement: (kind) => `${name} @ http://127.0.0.1:${port}/${kind}/${file}`,
    unstick: () => {
      for (const response of stuck ?? []) send(response);
      stuck = null;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
