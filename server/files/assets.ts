import { createHmac, timingSafeEqual } from "node:crypto";
import type { AccountReference } from "@/server/auth/account";
import { secretFor } from "@/server/auth/secret";

/** What an asset's URL refers to: a file of a job by its id, or the archive of a job's outputs by the job's. */
export interface Asset {
  kind: "file" | "zip" | "tar.gz";
  id: number;
}

/** An asset, and what must still hold when its URL is opened. */
export interface AssetGrant {
  asset: Asset;
  /** The job's `linkGeneration`: the URL ends when it grows. */
  linkGeneration: number;
  /** Who asked for the URL: it ends when they may no longer see the job. */
  account: AccountReference;
}

const letters = { file: "f", zip: "z", "tar.gz": "t" } as const;
const kinds = { f: "file", z: "zip", t: "tar.gz" } as const;
/** How long an asset's URL works after it was issued, if nothing ends it earlier. */
const VALID_SECONDS = 24 * 3600;

/**
 * The path that opens an asset for a day, without anything else: `/files/<token>/<name>`. The token is signed, and the
 * grant is in it; the name is for people.
 */
export function assetPath({ asset, linkGeneration, account }: AssetGrant, filename: string, now = Date.now()): string {
  const expires = Math.floor(now / 1000) + VALID_SECONDS;
  const key = account.apiKeyId === null ? "" : `k${account.apiKeyId}`;
  const content = `${letters[asset.kind]}${asset.id}.${linkGeneration}.u${account.userId}${key}.${expires}`;
  return `/files/${content}.${signatureOf(content)}/${encodeURIComponent(filename)}`;
}

const tokenFormat =
  /^(?<content>(?<letter>[fzt])(?<id>[1-9]\d{0,9})\.(?<generation>\d{1,10})\.u(?<user>[1-9]\d{0,9})(?:k(?<key>[1-9]\d{0,9}))?\.(?<expires>\d{1,12}))\.(?<signature>[\w-]{43})$/;

/** The grant in a token; null if this server has not issued the token, or if it has expired. */
export function readAssetToken(token: string, now = Date.now()): AssetGrant | null {
  const groups = tokenFormat.exec(token)?.groups;
  if (!groups) return null;
  const { content = "", letter, id, generation, user, key, expires, signature = "" } = groups;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(content)))) return null;
  if (Number(expires) * 1000 < now) return null;
  return {
    // The expression matches these letters only.
    asset: { kind: kinds[letter as keyof typeof kinds], id: Number(id) },
    linkGeneration: Number(generation),
    account: { userId: Number(user), apiKeyId: key === undefined ? null : Number(key) },
  };
}

/** The file's id in the URL of a file asset; null for any other text. It grants nothing by itself. */
export function readAssetUrl(text: string): number | null {
  const [, token = ""] = /\/files\/([^/?#]+)\/[^/?#]+$/.exec(text) ?? [];
  const asset = readAssetToken(token)?.asset;
  return asset?.kind === "file" ? asset.id : null;
}

function signatureOf(content: string): string {
  return createHmac("sha256", secretFor("asset")).update(content).digest("base64url");
}
