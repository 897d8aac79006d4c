import type { LibraryCopy } from "./report-libraries";

/**
 * A script that runs in a report before everything else. It tells the surrounding page which addresses were blocked and
 * which libraries are copies, gives the report a storage that is forgotten with it (a sandbox has none, and reports do not
 * expect that), and removes WebRTC, which no policy covers. The sandbox and the policy of the response protect the
 * reader, not this script: a report can undo what it does.
 */
export function guardScript(copies: LibraryCopy[]): string {
  const replaced = copies.map(({ name, requested, version }) => ({ name, requested, version }));
  return `<script>(${guard})(${JSON.stringify(replaced)});document.currentScript.remove()</script>`;
}

const guard = `(replaced) => {
  const send = (message) => parent.postMessage(message, "*");
  if (replaced.length > 0) send({ replaced });
  addEventListener("securitypolicyviolation", (event) => send({ blocked: event.blockedURI }));
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete window[name];
  const createStorage = () => {
    const entries = new Map();
    return {
      getItem: (key) => entries.get(String(key)) ?? null,
      setItem: (key, value) => void entries.set(String(key), String(value)),
      removeItem: (key) => void entries.delete(String(key)),
      clear: () => entries.clear(),
      key: (index) => [...entries.keys()][index] ?? null,
      get length() { return entries.size; },
    };
  };
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { value: createStorage(), configurable: true });
  Object.defineProperty(document, "cookie", { value: "", writable: true, configurable: true });
}`;
