import http from "node:http";
import type { AddressInfo } from "node:net";
import { inngestMode } from "@/inngest/mode";
import { followAudit } from "@/server/audit/log";
import { env, isDevelopment, loadEnvFile } from "@/server/env";
import { stopWaiting } from "@/server/http/stopping";
import { projectRoot } from "@/server/root";
import { setBuiltSettings } from "../web/built-settings";
import { prefixCookies } from "../web/cookies";
import { answerCors } from "../web/cors";
import { findDirectAnswer, sendDirectly } from "../web/direct-answers";
import { countFor } from "../web/figures";
import { checkForm, isPageForm } from "../web/forms";
import { secure } from "../web/headers";
import {
  clientAddressOf,
  isForInngest,
  isForKnownHost,
  settleAddress,
  trustedProxies,
  warnOfProxyOnce,
} from "../web/hosts";
import { inLanguageOf } from "../web/language";
import { guardBody, isUpload, refuseStream, refuseUpload, trackConnections } from "../web/limits";
import { refusalOf, refuse, settleOrigin } from "../web/requests";
import { sendFilesOf } from "../web/send-file";
import { closeAfterUnreadBody } from "../web/unread-body";
import { guardLog } from "./log";
import type { ChildMessage } from "./supervised";

// The web process: Next.js behind an HTTP server of ours, which adds what Next leaves to one. It starts no script.
process.title = "wooey-web";
guardLog();
const notifySupervisor = (message: ChildMessage) => process.send?.(message);
// The channel closes when the supervisor is gone, however it died.
process.on("disconnect", () => process.exit(0));

try {
  await start();
} catch (error) {
  notifySupervisor({ failed: error instanceof Error ? error.message : String(error) });
  console.error(error);
  process.exit(1);
}

async function start(): Promise<void> {
  loadEnvFile(projectRoot());
  const settings = env();
  const connections = trackConnections({
    streams: settings.WOOEY_LIMIT_STREAMS_PER_ADDRESS,
    uploads: settings.WOOEY_LIMIT_UPLOADS_PER_ADDRESS,
  });
  const trusted = trustedProxies(settings.WOOEY_TRUSTED_PROXIES);
  const corsOrigins = new Set(settings.WOOEY_CORS_ORIGINS);
  const warnOfProxy = warnOfProxyOnce((line) => console.log(line));
  if (!isDevelopment()) setBuiltSettings();
  const { default: next } = await import("next");
  const app = next({ dev: isDevelopment(), dir: projectRoot(), hostname: settings.HOST, port: settings.PORT });
  const handle = app.getRequestHandler();
  await app.prepare();

  // Not by `console`, which would take a line of JSON for text.
  if (settings.WOOEY_AUDIT_LOG) await followAudit((line) => process.stdout.write(line));

  const pass = (request: http.IncomingMessage, response: http.ServerResponse) => {
    settleOrigin(request);
    sendFilesOf(request, response);
    // Next calls it right before the first chunk of a body, which takes the head along: one write instead of two.
    response.flushHeaders = () => undefined;
    inLanguageOf(request, () => void handle(request, response));
  };
  const server = http.createServer((request, response) => {
    countFor(request, response);
    closeAfterUnreadBody(request, response);
    settleAddress(request, trusted, warnOfProxy);
    secure(request, response);
    prefixCookies(request, response);
    if (!isForKnownHost(request) && !isForInngest(request)) return refuseHost(response);
    if (answerCors(request, response, corsOrigins)) return;
    const refusal = refusalOf(request);
    if (refusal) return refuse(response, refusal);
    guardBody(request, response);
    const address = clientAddressOf(request);
    if (isUpload(request) && !connections.take("upload", address, response)) return refuseUpload(response);
    const direct = findDirectAnswer(request);
    if (direct?.isHeld && !connections.take("stream", address, response)) return refuseStream(response);
    if (direct) return inLanguageOf(request, () => void sendDirectly(direct, request, response));
    if (!isPageForm(request)) return pass(request, response);
    void checkForm(request).then((checked) =>
      "refusal" in checked ? refuse(response, checked.refusal) : pass(checked.request, response),
    );
  });
  // The development server tells browsers about changed sources through a WebSocket.
  if (isDevelopment()) server.on("upgrade", app.getUpgradeHandler());
  server.headersTimeout = 20_000;
  server.requestTimeout = 0; // Node would cut an upload that takes longer than 300 s; guardBody cuts one that is too slow,
  server.timeout = 120_000; // and this one that no longer sends anything.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.PORT, settings.HOST, resolve);
  });
  process.on("SIGTERM", () => stop(server));
  process.on("SIGINT", () => stop(server));
  const { port } = server.address() as AddressInfo; // A server that listens on a port has such an address.
  if (inngestMode() === "server") await linkToInngest(port);
  notifySupervisor({ ready: { port } });
}

/** Loads the SDK only here: next to the embedded engine, this process can do without the memory that it costs. */
async function linkToInngest(port: number): Promise<void> {
  const { startServerLink } = await import("@/inngest/server/start");
  await startServerLink(port, (line) => console.error(`web: ${line}`));
}

function refuseHost(response: http.ServerResponse): void {
  response.writeHead(421, { "content-type": "text/plain; charset=utf-8" });
  response.end(
    "This server does not accept requests for that host name. Add it to WOOEY_ALLOWED_HOSTS or PUBLIC_URL.\n",
  );
}

/** Gives open requests a second to end: those that wait answer now, and browsers reconnect their streams by themselves. */
function stop(server: http.Server): void {
  stopWaiting();
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 500).unref();
  setTimeout(() => process.exit(0), 1500).unref();
}
