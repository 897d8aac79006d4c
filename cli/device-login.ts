import { setTimeout as wait } from "node:timers/promises";
import { ApiClient } from "./api-client";
import { openInBrowser } from "./browser";
import { ClientError } from "./exit-codes";
import { AnswerError } from "./problem";
import { programName } from "./program-name";
import { isTalkingToPeople, talk } from "./terminal";

/** RFC 8628, section 3.2. */
interface DeviceCode {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

/**
 * Asks for a key that the person approves in a browser (RFC 8628), and waits for it.
 * @throws ClientError if it is refused, or not approved in time
 */
export async function deviceLogin(url: string, { scopes }: { scopes: string[] | undefined }): Promise<string> {
  const api = new ApiClient({ url, key: null });
  const code = await api.json<DeviceCode>("/api/v2/device", {
    method: "POST",
    form: { client_id: programName(), ...(scopes ? { scope: scopes.join(" ") } : {}) },
    retryMs: 0,
  });
  talk(`Open ${code.verification_uri}\nand enter this code: ${code.user_code}`);
  talk("Approve it only if the page shows the same code.");
  if (isTalkingToPeople()) openInBrowser(code.verification_uri_complete);
  let intervalMs = code.interval * 1000;
  for (const until = Date.now() + code.expires_in * 1000; Date.now() < until; ) {
    await wait(intervalMs);
    const answer = await poll(api, code.device_code);
    if ("key" in answer) return answer.key;
    if (answer.error === "slow_down") intervalMs += 5_000;
    else if (answer.error === "access_denied")
      throw new ClientError("notAllowed", "The login was refused in the browser.");
    else if (answer.error !== "authorization_pending") break;
  }
  throw new ClientError("retryLater", "The code has expired. Run wooey login again.");
}

async function poll(api: ApiClient, deviceCode: string): Promise<{ key: string } | { error: string }> {
  try {
    const { access_token } = await api.json<{ access_token: string }>("/api/v2/device/token", {
      method: "POST",
      form: { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: deviceCode },
    });
    return { key: access_token };
  } catch (error) {
    if (error instanceof AnswerError && error.status === 400) return { error: errorOf(error.problem) };
    throw error;
  }
}

function errorOf(problem: unknown): string {
  return typeof problem === "object" && problem !== null && "error" in problem ? String(problem.error) : "";
}
