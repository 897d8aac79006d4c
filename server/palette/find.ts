import { type Actor, isAdministrator } from "@/server/auth/actor";
import { listJobs } from "@/server/jobs/list";
import { listOwnTags } from "@/server/jobs/tags";
import { t } from "@/server/language/text";
import { listScriptNames, searchScripts } from "@/server/scripts/home";
import { normalizeTag } from "@/server/scripts/tag-names";
import { listScriptTags } from "@/server/scripts/tags";
import { listUsers } from "@/server/users/list";

/** Something that the command palette opens. */
export interface Destination {
  href: string;
  label: string;
  /** What distinguishes it from others with the same label, such as a script's group; "" if nothing does. */
  note: string;
}

/** What the palette finds on the server. Pages and actions, which are always the same, are in the palette itself. */
export interface Destinations {
  scripts: Destination[];
  jobs: Destination[];
  /** The lists of jobs and of scripts with a tag. */
  tags: Destination[];
  people: Destination[];
}

const FOUND_MAX = 12;
const SCRIPTS_MAX = 300;
/** Among so many tags of each kind it searches. */
const TAGS_MAX = 1000;

/**
 * Scripts that the actor may see, their own jobs, tags of both and, for administrators, people that contain `text`: at most
 * 12 of each.
 * Without a text: up to 300 scripts, which the palette searches itself, and the newest jobs.
 */
export async function findDestinations(actor: Actor, text: string): Promise<Destinations> {
  const [scripts, jobs, tags, people] = await Promise.all([
    text ? searchScripts(actor, text, FOUND_MAX) : listScriptNames(actor, SCRIPTS_MAX),
    listJobs(actor, { scope: "mine", text: text || undefined, limit: FOUND_MAX }),
    text ? findTags(actor, text) : [],
    text && isAdministrator(actor) ? listUsers(actor, { text, limit: FOUND_MAX }) : { rows: [] },
  ]);
  return {
    scripts: scripts.map(({ slug, name, group }) => ({ href: `/scripts/${slug}/`, label: name, note: group })),
    jobs: jobs.rows.map((job) => ({ href: `/jobs/${job.id}/`, label: job.name, note: job.script.name })),
    tags,
    people: people.rows.map((user) => ({
      href: `/manage/people/${user.id}/`,
      label: user.fullName || user.username,
      note: user.username,
    })),
  };
}

async function findTags(actor: Actor, text: string): Promise<Destination[]> {
  const [ofScripts, ofJobs] = await Promise.all([listScriptTags(actor, TAGS_MAX), listOwnTags(actor, TAGS_MAX)]);
  const part = normalizeTag(text);
  const matching = (tags: string[]) => tags.filter((tag) => tag.includes(part)).slice(0, FOUND_MAX / 2);
  return [
    ...matching(ofScripts).map((tag) => ({ href: `/?tag=${encodeURIComponent(tag)}`, label: tag, note: t("Scripts") })),
    ...matching(ofJobs).map((tag) => ({ href: `/jobs/?tag=${encodeURIComponent(tag)}`, label: tag, note: t("Jobs") })),
  ];
}
