import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import type { FileEntry } from "@/server/jobs/view";
import { currentLanguage, t } from "@/server/language/text";
import { createNameComparer, filterFiles, type Order, sortFiles } from "./file-order";
import {
  addInputs,
  buildTree,
  foldersOf,
  initiallyOpen,
  inputsPath,
  listFlat,
  listTree,
  listTreeFiles,
} from "./file-tree";

/** The orders that people can choose, by the value of the option. */
export const orders: Record<string, Order> = {
  name: { key: "name", isDescending: false },
  largest: { key: "size", isDescending: true },
  smallest: { key: "size", isDescending: false },
  kind: { key: "kind", isDescending: false },
  newest: { key: "time", isDescending: true },
  oldest: { key: "time", isDescending: false },
};

/**
 * The lines of the list for what is searched, sorted and open. By name and without a search the files form a tree;
 * otherwise they are a list with their full paths.
 */
export function useFileList(files: readonly FileEntry[] | null, openedId: number | null) {
  const [text, setText] = useState("");
  const [order, setOrder] = useState("name");
  /** The folders that were opened (true) or closed (false) since the list was loaded. */
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const searched = useDeferredValue(text);

  const tree = useMemo(() => arrange(files ?? []), [files]);
  const isTree = order === "name" && searched.trim() === "";
  const open = useMemo(() => {
    const paths = new Set(tree.initiallyOpen);
    for (const [path, isOpen] of toggled) {
      if (isOpen) paths.add(path);
      else paths.delete(path);
    }
    return paths;
  }, [tree, toggled]);
  /** All files in the order of the list, also those in closed folders. */
  const ordered = useMemo(() => {
    if (isTree) return listTreeFiles(tree.root);
    return sortFiles(filterFiles(files ?? [], searched), orders[order] ?? defaultOrder, tree.compare);
  }, [isTree, tree, files, searched, order]);
  const rows = useMemo(() => (isTree ? listTree(tree.root, open) : listFlat(ordered)), [isTree, tree, open, ordered]);

  const setOpen = useCallback((path: string, { isOpen }: { isOpen: boolean }) => {
    setToggled((old) => new Map(old).set(path, isOpen));
  }, []);
  useEffect(() => {
    const opened = files?.find((file) => file.id === openedId);
    if (!opened) return;
    const folders = opened.direction === "input" ? [inputsPath] : foldersOf(opened.path);
    setToggled((old) => new Map([...old, ...folders.map((path): [string, boolean] => [path, true])]));
  }, [files, openedId]);

  return { rows, ordered, text, setText, order, setOrder, setOpen };
}

const defaultOrder: Order = { key: "name", isDescending: false };

function arrange(files: readonly FileEntry[]) {
  const compare = createNameComparer(currentLanguage(), files);
  const root = buildTree(
    files.filter((file) => file.direction === "output"),
    compare,
  );
  const paths = initiallyOpen(root);
  addInputs(
    root,
    files.filter((file) => file.direction === "input"),
    t("Passed to the script"),
  );
  return { root, compare, initiallyOpen: paths };
}
