import { createHmac, timingSafeEqual } from "node:crypto";
import { secretFor } from "@/server/auth/secret";

/** What an asset's URL refers to: a file of a job by its id, or the archive of a job's outputs. */
export type Asset = { kind: "file" | "zip" | "tar.gz"; id: number };

const letters = { file: "f", zip: "z", "tar.gz": "t" } as const;
const kinds = { f: "file", z: "zip", t: "tar.gz" } as const;
/** How long an asset's URL works after it was issued. */
const VALID_SECONDS = 24 * 3600;

/**
 * The path that gives access to an asset for a day, without anything else: `/files/<token>/<name>`. The token is signed
 * and valid only for this asset; the name is for people.
 */
export function assetPath(asset: Asset, filename: string, now = Date.now()): string {
  const expires = Math.floor(now / 1000) + VALID_SECONDS;
  const content = `${letters[asset.kind]}${asset.id}.${expires}`;
  return `/files/${content}.${signatureOf(content)}/${encodeURIComponent(filename)}`;
}

/** What a token refers to; null if it is not ours or has expired. */
export function readAssetToken(token: string, now = Date.now()): Asset | null {
  const match = /^(([fzt])([1-9]\d{0,9})\.(\d{1,12}))\.([\w-]{43})$/.exec(token);
  const [, content = "", letter = "f", id = "0", expires = "0", signature = ""] = match ?? [];
  if (!match || !timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(content)))) return null;
  // Only this server signs, and it signs no other letter.
  return Number(expires) * 1000 < now ? null : { kind: kinds[letter as keyof typeof kinds], id: Number(id) };
}

/** The file's id in the URL of a file asset; null for any other text. */
export function readAssetUrl(text: string): number | null {
  const [, token = ""] = /\/files\/([^/?#]+)\/[^/?#]+$/.exec(text) ?? [];
  const asset = readAssetToken(token);
  return asset?.kind === "file" ? asset.id : null;
}

function signatureOf(content: string): string {
  return createHmac("sha256", secretFor("asset")).update(content).digest("base64url");
}
