import { CircleDashed, LoaderCircle, MenuIcon } from "lucide-react";
import Link from "next/link";
import { Menu, MenuLink } from "../ui/menu";
import { AccountMenu, type AccountMenuProps } from "./account-menu";
import { SearchBox } from "./search-box";

interface Props extends AccountMenuProps {
  siteName: string;
  counts: { waiting: number; running: number };
}

/** The one bar: title, search, what waits and runs, places, account. On a phone the places fold into a menu. */
export function TopBar({ siteName, counts, ...account }: Props) {
  const places = [
    { href: "/jobs/", label: "Jobs" },
    ...(account.user ? [{ href: "/scrapbook/", label: "Scrapbook" }] : []),
    ...(account.user?.isStaff ? [{ href: "/manage/", label: "Manage" }] : []),
  ];
  return (
    <header data-bar className="sticky top-0 z-40 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-page items-center gap-2 px-4 sm:gap-4 sm:px-6">
        <Link
          href="/"
          prefetch={false}
          className="max-w-40 truncate rounded-[4px] text-16 font-semibold text-accent sm:max-w-64"
        >
          {siteName}
        </Link>
        <SearchBox />
        <nav aria-label="Main" className="ml-auto flex items-center gap-1">
          <OpenJobs {...counts} />
          {places.map((place) => (
            <Link
              key={place.href}
              href={place.href}
              prefetch={false}
              className="hidden h-9 items-center rounded-control px-2.5 hover:bg-hover md:inline-flex"
            >
              {place.label}
            </Link>
          ))}
          <span className="md:hidden">
            <Menu id="places" size="icon" variant="quiet" name="Places" label={<MenuIcon aria-hidden size={20} />}>
              {places.map((place) => (
                <MenuLink key={place.href} href={place.href}>
                  {place.label}
                </MenuLink>
              ))}
            </Menu>
          </span>
          <AccountMenu {...account} />
        </nav>
      </div>
    </header>
  );
}

/** How many of one's own jobs wait and run; a link to them. */
function OpenJobs({ waiting, running }: { waiting: number; running: number }) {
  if (waiting + running === 0) return null;
  const count = (n: number) => (n >= 1000 ? "999+" : n);
  return (
    <Link
      href="/jobs/?status=open"
      prefetch={false}
      className="inline-flex h-9 items-center gap-2.5 rounded-control px-2 text-13 whitespace-nowrap tabular hover:bg-hover"
    >
      {waiting > 0 ? (
        <span className="inline-flex items-center gap-1 text-waiting">
          <CircleDashed aria-hidden size={16} />
          {count(waiting)} <span className="max-lg:sr-only">waiting</span>
        </span>
      ) : null}
      {running > 0 ? (
        <span className="inline-flex items-center gap-1 text-running">
          <LoaderCircle aria-hidden size={16} className="turning" />
          {count(running)} <span className="max-lg:sr-only">running</span>
        </span>
      ) : null}
    </Link>
  );
}
