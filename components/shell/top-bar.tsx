import { CircleDashed, LoaderCircle, Menu as MenuIcon, Search } from "lucide-react";
import { t } from "@/server/language/text";
import { OpenJobs } from "../jobs/open-jobs";
import { Link } from "../ui/link";
import { Menu, MenuLink } from "../ui/menu";
import { AccountMenu, type AccountMenuProps } from "./account-menu";
import { SearchBox } from "./search-box";

interface Props extends AccountMenuProps {
  siteName: string;
  counts: { waiting: number; running: number };
}

/** The top bar: site name, search, open jobs, main pages, account. On a phone, the main pages are in a menu. */
export function TopBar({ siteName, counts, ...account }: Props) {
  const pages = [
    { href: "/jobs/", label: t("Jobs") },
    ...(account.user ? [{ href: "/scrapbook/", label: t("Scrapbook") }] : []),
    ...(account.user?.isStaff ? [{ href: "/manage/", label: t("Manage") }] : []),
  ];
  return (
    <header data-bar className="sticky top-0 z-40 border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-page items-center gap-2 px-4 sm:gap-4 sm:px-6">
        <Link href="/" className="max-w-40 truncate rounded-[4px] text-16 font-semibold text-accent sm:max-w-64">
          {siteName}
        </Link>
        <SearchBox icon={<Search />} />
        <nav aria-label={t("Main")} className="ml-auto flex items-center gap-1">
          <OpenJobs
            key={account.user?.name}
            counts={counts}
            icons={{
              waiting: <CircleDashed />,
              running: <LoaderCircle className="turning" />,
            }}
          />
          {pages.map((page) => (
            <Link
              key={page.href}
              href={page.href}
              className="hidden h-9 items-center rounded-control px-2.5 hover:bg-hover md:inline-flex"
            >
              {page.label}
            </Link>
          ))}
          <span className="md:hidden">
            <Menu id="pages" size="icon" variant="quiet" name={t("Menu")} label={<MenuIcon size={20} />}>
              {pages.map((page) => (
                <MenuLink key={page.href} href={page.href}>
                  {page.label}
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
