import path from "node:path";

/** What a confined command finds in its environment; nothing of the server's own is in it. */
export function commandEnvironment(options: {
  /** The interpreter: its folder comes first on PATH. */
  python: string;
  /** HOME and TMPDIR. */
  home: string;
  /** `NAME=value` by which the run's processes are found again, unless it is set elsewhere. */
  mark?: string;
  extra: Record<string, string>;
}): Record<string, string> {
  const system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const folder = path.dirname(options.python);
  const [name, value] = options.mark?.split("=") ?? [];
  return {
    PATH: system.split(":").includes(folder) ? system : `${folder}:${system}`,
    HOME: options.home,
    TMPDIR: options.home,
    USER: "job",
    LOGNAME: "job",
    LANG: "C.UTF-8",
    PYTHONUNBUFFERED: "1",
    PYTHONIOENCODING: "utf-8:surrogateescape",
    PYTHONDONTWRITEBYTECODE: "1",
    ...options.extra,
    ...(name && value ? { [name]: value } : {}),
  };
}
