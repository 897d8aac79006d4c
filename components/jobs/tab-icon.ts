import type { JobStatus } from "@/db/job-state";

// The colours are those of the states, in a tone that is visible on light and on dark tabs.
const drawings: Record<JobStatus, string> = {
  submitted: outline("#7c8993", 'stroke-dasharray="7 6.4"'),
  queued: outline("#7c8993", 'stroke-dasharray="7 6.4"'),
  running: outline("#3b7be0", 'stroke-dasharray="20 60"'),
  completed: disc("#12876f", '<path d="M9 16.5l5 5 9-10"/>'),
  failed: disc("#d4501f", '<path d="M11 11l10 10M21 11l-10 10"/>'),
  error: disc("#b97a00", '<path d="M16 8v10M16 23v.5"/>'),
  stopped: disc("#64717b", '<path d="M12 12h8v8h-8z" fill="#fff"/>'),
  interrupted: disc("#b97a00", '<path d="M16 8v10M16 23v.5"/>'),
};

/** The address of an icon for the tab of a job's page: its state, with the progress of a running job as an arc. */
export function tabIcon(status: JobStatus, percent: number | null): string {
  const arc = outline("#3b7be0", `stroke-dasharray="${percent} 100" pathLength="100"`);
  const drawing = status === "running" && percent !== null ? arc : drawings[status];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-width="4">${drawing}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Shows an icon in the tab; returns a function that restores the site's. */
export function showTabIcon(url: string): () => void {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
  const before = links.map((link) => link.href);
  for (const link of links) link.href = url;
  return () => {
    for (const [index, link] of links.entries()) link.href = before[index] ?? link.href;
  };
}

function outline(color: string, dash: string): string {
  const circle = (attributes: string) =>
    `<circle cx="16" cy="16" r="12" transform="rotate(-90 16 16)" stroke="${color}" ${attributes}/>`;
  return circle('opacity=".3"') + circle(dash);
}

function disc(color: string, sign: string): string {
  return `<circle cx="16" cy="16" r="15" fill="${color}"/><g stroke="#fff" stroke-linecap="round">${sign}</g>`;
}
