interface Props {
  href: string;
  name: string;
}

/** A document in a sandboxed frame, without scripts and without access to the network. */
export function StaticFrame({ href, name }: Props) {
  return (
    <iframe
      src={`${href}?preview`}
      title={name}
      sandbox=""
      loading="lazy"
      className="h-(--preview-height) w-full bg-white"
    />
  );
}
