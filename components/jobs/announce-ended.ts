import type { EndedJob } from "@/server/jobs/list-ended";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { toast } from "../ui/toaster";
import { stateLabels } from "./states";

/** More jobs than this are announced in one message. */
const singleMax = 3;
const storageKey = "wooey:announced";
const storedMax = 100;

let pending: EndedJob[] = [];

/** Shows a message for each of these jobs that no page of this browser has announced, as soon as the page is visible. */
export function announceEnded(jobs: EndedJob[]): void {
  pending.push(...jobs);
  if (document.visibilityState === "visible") show();
  else document.addEventListener("visibilitychange", show, { once: true });
}

function show(): void {
  const announced = readAnnounced();
  const fresh = pending.filter((job) => !announced.includes(keyOf(job)));
  pending = [];
  if (fresh.length === 0) return;
  writeAnnounced([...announced, ...fresh.map(keyOf)]);
  const others = fresh.filter((job) => !isOnPage(job));
  if (others.length > singleMax) {
    const text = t("{count, plural, one {# of your jobs has ended} other {# of your jobs have ended}}", {
      count: others.length,
    });
    toast({ text, href: "/jobs/" });
    return;
  }
  for (const { id, name, status } of others) {
    toast({ text: `${displayName(name)}: ${t(stateLabels[status])}`, href: `/jobs/${id}/` });
  }
}

function keyOf({ id, attempt }: EndedJob): string {
  return `${id}:${attempt}`;
}

/** The page of a job shows its end without a message. */
function isOnPage({ id, uuid }: EndedJob): boolean {
  const [, room, key] = location.pathname.split("/");
  return room === "jobs" && (key === String(id) || key === uuid);
}

let ofThisPage: string[] = [];

function readAnnounced(): string[] {
  try {
    // writeAnnounced stores texts.
    return JSON.parse(localStorage.getItem(storageKey) ?? "[]") as string[];
  } catch {
    return ofThisPage;
  }
}

function writeAnnounced(keys: string[]): void {
  ofThisPage = keys.slice(-storedMax);
  try {
    localStorage.setItem(storageKey, JSON.stringify(ofThisPage));
  } catch {
    // Without storage, each page announces for itself.
  }
}
