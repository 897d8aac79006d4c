import path from "node:path";

/** The environment of a confined command. It contains nothing from the server's environment. */
export function commandEnvironment(options: {
  /** The interpreter, whose folder comes first on PATH. */
  python: string;
  /** HOME and TMPDIR. */
  home: string;
  /** The `NAME=value` by which the processes of the run are found, unless another program sets it. */
  mark?: string;
  extra: Record<string, string>;
}): NodeJS.ProcessEnv {
  const system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const folder = path.dirname(options.python);
  const [name, value] = options.mark?.split("=") ?? [];
  const environment = {
    PATH: system.split(":").includes(folder) ? system : `${folder}:${system}`,
    HOME: options.home,
    TMPDIR: options.home,
    USER: "job",
    LOGNAME: "job",
    // With it, Python also passes bytes on that are not UTF-8. Some scripts take PYTHONIOENCODING for the name of an encoding.
    LANG: "C.UTF-8",
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    ...options.extra,
    ...(name && value ? { [name]: value } : {}),
  };
  // Next's types require NODE_ENV, which a command must not get.
  return environment as unknown as NodeJS.ProcessEnv;
}
