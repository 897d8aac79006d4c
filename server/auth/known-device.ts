import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { secretFor } from "./secret";

/**
 * The cookie of a browser in which somebody has signed in before: an id, and a mark for each account. A mark is an HMAC,
 * so that a browser cannot claim an account, and does not tell whose it is. It signs nobody in: it only keeps the failed
 * sign-ins of others from slowing down this browser (OWASP, "device cookies").
 */
export const DEVICE_COOKIE = "wooey_device";
export const DEVICE_COOKIE_SECONDS = 365 * 86_400;

/** A browser that many people share forgets the one who signed in first. */
const ACCOUNTS_MAX = 10;

/** The id of the device if the user has signed in with it before; otherwise null. */
export function knownDeviceOf(cookie: string | undefined, userId: number): string | null {
  const { id, marks } = read(cookie);
  if (id === null) return null;
  const expected = Buffer.from(markOf(id, userId));
  return marks.some((mark) => timingSafeEqual(Buffer.from(mark), expected)) ? id : null;
}

/** The cookie's value after the user has signed in with this device. */
export function withAccount(cookie: string | undefined, userId: number): string {
  const { id, marks } = read(cookie);
  if (id === null) return withAccount(randomBytes(16).toString("base64url"), userId);
  const mark = markOf(id, userId);
  const others = marks.filter((each) => each !== mark).slice(1 - ACCOUNTS_MAX);
  return [id, ...others, mark].join(".");
}

function read(cookie = ""): { id: string | null; marks: string[] } {
  const isDevice = /^[\w-]{22}(\.[\w-]{43})*$/.test(cookie);
  const [id = null, ...marks] = isDevice ? cookie.split(".") : [];
  return { id, marks };
}

function markOf(id: string, userId: number): string {
  return createHmac("sha256", secretFor("known device")).update(`${id} ${userId}`).digest("base64url");
}
