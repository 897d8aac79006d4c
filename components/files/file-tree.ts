import type { FileEntry } from "@/server/jobs/view";
import { sortFiles } from "./file-order";

/** A folder of a job's files. */
export interface Folder {
  name: string;
  /** Relative, with `/` at the end; "" for the folder that contains everything. */
  path: string;
  /** How much of the paths of its files is the path of this folder. */
  prefixLength: number;
  folders: Folder[];
  files: FileEntry[];
  /** All files below it. */
  fileIds: number[];
  sizeBytes: number;
}

/** A line of the list. */
export type FileRow =
  | { type: "folder"; key: string; level: number; folder: Folder; isOpen: boolean }
  | { type: "file"; key: string; level: number; file: FileEntry; name: string };

/** Scripts can nest folders without end. Those below this depth are part of the names of files. */
const DEPTH_MAX = 20;

/** The folders of the files, each with its folders and files in the order of their names. */
export function buildTree(files: readonly FileEntry[], compare: (a: string, b: string) => number): Folder {
  const root = createFolder("", "");
  const folders = new Map([["", root]]);
  for (const file of files) {
    const chain = [root];
    for (const name of folderNames(file.path)) chain.push(enterFolder(folders, chain.at(-1) ?? root, name));
    chain.at(-1)?.files.push(file);
    for (const folder of chain) {
      folder.fileIds.push(file.id);
      folder.sizeBytes += file.sizeBytes;
    }
  }
  for (const folder of folders.values()) {
    folder.folders.sort((a, b) => compare(a.name, b.name));
    folder.files = sortFiles(folder.files, { key: "name", isDescending: false }, compare);
  }
  return root;
}

function folderNames(path: string): string[] {
  return path.split("/").slice(0, -1).slice(0, DEPTH_MAX);
}

function createFolder(name: string, path: string): Folder {
  return { name, path, prefixLength: path.length, folders: [], files: [], fileIds: [], sizeBytes: 0 };
}

/** The path of the folder of input files. No path of an output file starts like this. */
export const inputsPath = "/inputs/";

/** Adds the input files of a job to the tree of its output files, as a folder without folders. */
export function addInputs(root: Folder, inputs: readonly FileEntry[], name: string): void {
  if (inputs.length === 0) return;
  const folder = { ...createFolder(name, inputsPath), prefixLength: 0, files: [...inputs] };
  for (const { id, sizeBytes } of inputs) {
    folder.fileIds.push(id);
    folder.sizeBytes += sizeBytes;
  }
  root.folders.push(folder);
}

function enterFolder(folders: Map<string, Folder>, parent: Folder, name: string): Folder {
  const path = `${parent.path}${name}/`;
  const known = folders.get(path);
  if (known) return known;
  const folder = createFolder(name, path);
  folders.set(path, folder);
  parent.folders.push(folder);
  return folder;
}

/** The tree as lines: folders first, then files. Only folders in `open` show what they contain. */
export function listTree(root: Folder, open: ReadonlySet<string>, level = 1): FileRow[] {
  const rows: FileRow[] = [];
  for (const folder of root.folders) {
    const isOpen = open.has(folder.path);
    rows.push({ type: "folder", key: folder.path, level, folder, isOpen });
    if (isOpen) for (const row of listTree(folder, open, level + 1)) rows.push(row);
  }
  for (const file of root.files) rows.push(toRow(file, file.path.slice(root.prefixLength), level));
  return rows;
}

/** All files of a tree in the order in which it shows them. */
export function listTreeFiles(root: Folder): FileEntry[] {
  const files: FileEntry[] = [];
  for (const folder of root.folders) for (const file of listTreeFiles(folder)) files.push(file);
  for (const file of root.files) files.push(file);
  return files;
}

/** Files without folders, each with its full path. */
export function listFlat(files: readonly FileEntry[]): FileRow[] {
  return files.map((file) => toRow(file, file.path, 1));
}

function toRow(file: FileEntry, name: string, level: number): FileRow {
  return { type: "file", key: String(file.id), level, file, name };
}

/** The folders that contain a file, as `open` of `listTree` names them. */
export function foldersOf(path: string): string[] {
  const names = folderNames(path);
  return names.map((_, index) => `${names.slice(0, index + 1).join("/")}/`);
}

/** Trees with at most this many lines are open initially. */
const OPEN_ROWS_MAX = 300;

/** The folders that are open initially: all of a small tree; of a large one, those that contain nothing but one folder. */
export function initiallyOpen(root: Folder): Set<string> {
  const all = allFolders(root);
  if (all.length + root.fileIds.length <= OPEN_ROWS_MAX) return new Set(all.map((folder) => folder.path));
  const open = new Set<string>();
  let folder = root;
  while (folder.folders.length === 1 && folder.files.length === 0) {
    const [only] = folder.folders;
    if (!only) break;
    open.add(only.path);
    folder = only;
  }
  return open;
}

function allFolders(root: Folder): Folder[] {
  return root.folders.flatMap((folder) => [folder, ...allFolders(folder)]);
}
