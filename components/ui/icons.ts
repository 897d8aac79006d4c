import { Icon, type IconProps } from "./icon";

// After Lucide 1.73 (ISC license, copyright Lucide Contributors; portions Cole Bemis, Feather, MIT license), each drawn as
// one path: a page loads those its components name, and no library.
export const Archive = (props: IconProps) =>
  Icon({
    ...props,
    d: "M3 3h18a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1h-18a1 1 0 0 1-1-1v-3a1 1 0 0 1 1-1zM4 8v11a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8M10 12h4",
  });
export const ArrowDown = (props: IconProps) => Icon({ ...props, d: "M12 5v14M19 12l-7 7-7-7" });
export const ArrowDownToLine = (props: IconProps) => Icon({ ...props, d: "M12 17V3M6 11l6 6 6-6M19 21H5" });
export const ArrowUp = (props: IconProps) => Icon({ ...props, d: "M5 12l7-7 7 7M12 19V5" });
export const Check = (props: IconProps) => Icon({ ...props, d: "M20 6 9 17l-5-5" });
export const ChevronDown = (props: IconProps) => Icon({ ...props, d: "M6 9l6 6 6-6" });
export const ChevronRight = (props: IconProps) => Icon({ ...props, d: "M9 18l6-6-6-6" });
export const CircleAlert = (props: IconProps) =>
  Icon({ ...props, d: "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M12 8L12 12M12 16L12.01 16" });
export const CircleCheck = (props: IconProps) =>
  Icon({ ...props, d: "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M16 9l-5.5 5.5L8 12" });
export const CircleDashed = (props: IconProps) =>
  Icon({
    ...props,
    d: "M10.1 2.182a10 10 0 0 1 3.8 0M13.9 21.818a10 10 0 0 1-3.8 0M17.609 3.721a10 10 0 0 1 2.69 2.7M2.182 13.9a10 10 0 0 1 0-3.8M20.279 17.609a10 10 0 0 1-2.7 2.69M21.818 10.1a10 10 0 0 1 0 3.8M3.721 6.391a10 10 0 0 1 2.7-2.69M6.391 20.279a10 10 0 0 1-2.69-2.7",
  });
export const CircleMinus = (props: IconProps) =>
  Icon({ ...props, d: "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M8 12h8" });
export const Clock = (props: IconProps) => Icon({ ...props, d: "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M12 6v6l4 2" });
export const Copy = (props: IconProps) =>
  Icon({
    ...props,
    d: "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2zM4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2",
  });
export const Download = (props: IconProps) =>
  Icon({ ...props, d: "M12 15V3M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4M7 10l5 5 5-5" });
export const Ellipsis = (props: IconProps) =>
  Icon({
    ...props,
    d: "M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0",
  });
export const File = (props: IconProps) =>
  Icon({
    ...props,
    d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5",
  });
export const FileCode = (props: IconProps) =>
  Icon({
    ...props,
    d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5M10 12.5 8 15l2 2.5M14 12.5l2 2.5-2 2.5",
  });
export const Globe = (props: IconProps) =>
  Icon({
    ...props,
    d: "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20M2 12h20",
  });
export const Info = (props: IconProps) =>
  Icon({ ...props, d: "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0M12 16v-4M12 8h.01" });
export const Link2 = (props: IconProps) =>
  Icon({ ...props, d: "M9 17H7A5 5 0 0 1 7 7h2M15 7h2a5 5 0 1 1 0 10h-2M8 12L16 12" });
export const LoaderCircle = (props: IconProps) => Icon({ ...props, d: "M21 12a9 9 0 1 1-6.219-8.56" });
export const Lock = (props: IconProps) =>
  Icon({
    ...props,
    d: "M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM7 11V7a5 5 0 0 1 10 0v4",
  });
export const LogOut = (props: IconProps) =>
  Icon({ ...props, d: "M16 17l5-5-5-5M21 12H9M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4" });
export const Mail = (props: IconProps) =>
  Icon({
    ...props,
    d: "M22 7l-8.991 5.727a2 2 0 0 1-2.009 0L2 7M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-16a2 2 0 0 1-2-2v-12a2 2 0 0 1 2-2z",
  });
export const MenuIcon = (props: IconProps) => Icon({ ...props, d: "M4 5h16M4 12h16M4 19h16" });
export const Minus = (props: IconProps) => Icon({ ...props, d: "M5 12h14" });
export const Monitor = (props: IconProps) =>
  Icon({
    ...props,
    d: "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-16a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2zM8 21L16 21M12 17L12 21",
  });
export const Moon = (props: IconProps) =>
  Icon({
    ...props,
    d: "M20.985 12.486a9 9 0 1 1-9.473-9.472c.405-.022.617.46.402.803a6 6 0 0 0 8.268 8.268c.344-.215.825-.004.803.401",
  });
export const OctagonX = (props: IconProps) =>
  Icon({
    ...props,
    d: "M15 9l-6 6M2.586 16.726A2 2 0 0 1 2 15.312V8.688a2 2 0 0 1 .586-1.414l4.688-4.688A2 2 0 0 1 8.688 2h6.624a2 2 0 0 1 1.414.586l4.688 4.688A2 2 0 0 1 22 8.688v6.624a2 2 0 0 1-.586 1.414l-4.688 4.688a2 2 0 0 1-1.414.586H8.688a2 2 0 0 1-1.414-.586zM9 9l6 6",
  });
export const Pencil = (props: IconProps) =>
  Icon({
    ...props,
    d: "M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497zM15 5l4 4",
  });
export const Pin = (props: IconProps) =>
  Icon({
    ...props,
    d: "M12 17v5M9 10.76a2 2 0 0 1-1.11 1.79l-1.78.9A2 2 0 0 0 5 15.24V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.76a2 2 0 0 0-1.11-1.79l-1.78-.9A2 2 0 0 1 15 10.76V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z",
  });
export const Play = (props: IconProps) =>
  Icon({ ...props, d: "M5 5a2 2 0 0 1 3.008-1.728l11.997 6.998a2 2 0 0 1 .003 3.458l-12 7A2 2 0 0 1 5 19z" });
export const Plus = (props: IconProps) => Icon({ ...props, d: "M5 12h14M12 5v14" });
export const RotateCcw = (props: IconProps) =>
  Icon({ ...props, d: "M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5" });
export const Search = (props: IconProps) =>
  Icon({ ...props, d: "M21 21l-4.34-4.34M3 11a8 8 0 1 0 16 0 8 8 0 1 0-16 0" });
export const Share2 = (props: IconProps) =>
  Icon({
    ...props,
    d: "M15 5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M3 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0M15 19a3 3 0 1 0 6 0 3 3 0 1 0-6 0M8.59 13.51L15.42 17.49M15.41 6.51L8.59 10.49",
  });
export const Square = (props: IconProps) =>
  Icon({ ...props, d: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-14a2 2 0 0 1 2-2z" });
export const Star = (props: IconProps) =>
  Icon({
    ...props,
    d: "M11.525 2.295a.53.53 0 0 1 .95 0l2.31 4.679a2.123 2.123 0 0 0 1.595 1.16l5.166.756a.53.53 0 0 1 .294.904l-3.736 3.638a2.123 2.123 0 0 0-.611 1.878l.882 5.14a.53.53 0 0 1-.771.56l-4.618-2.428a2.122 2.122 0 0 0-1.973 0L6.396 21.01a.53.53 0 0 1-.77-.56l.881-5.139a2.122 2.122 0 0 0-.611-1.879L2.16 9.795a.53.53 0 0 1 .294-.906l5.165-.755a2.122 2.122 0 0 0 1.597-1.16z",
  });
export const Sun = (props: IconProps) =>
  Icon({
    ...props,
    d: "M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0M12 2v2M12 20v2M4.93 4.93l1.41 1.41M17.66 17.66l1.41 1.41M2 12h2M20 12h2M6.34 17.66l-1.41 1.41M19.07 4.93l-1.41 1.41",
  });
export const Trash2 = (props: IconProps) =>
  Icon({
    ...props,
    d: "M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2",
  });
export const TriangleAlert = (props: IconProps) =>
  Icon({ ...props, d: "M21.73 18l-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01" });
export const Unplug = (props: IconProps) =>
  Icon({
    ...props,
    d: "M19 5l3-3M2 22l3-3M6.3 20.3a2.4 2.4 0 0 0 3.4 0L12 18l-6-6-2.3 2.3a2.4 2.4 0 0 0 0 3.4ZM7.5 13.5 10 11M10.5 16.5 13 14M12 6l6 6 2.3-2.3a2.4 2.4 0 0 0 0-3.4l-2.6-2.6a2.4 2.4 0 0 0-3.4 0Z",
  });
export const Upload = (props: IconProps) =>
  Icon({ ...props, d: "M12 3v12M17 8l-5-5-5 5M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4" });
export const User = (props: IconProps) =>
  Icon({ ...props, d: "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M8 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0" });
export const WrapText = (props: IconProps) =>
  Icon({ ...props, d: "M16 16l-3 3 3 3M3 12h14.5a1 1 0 0 1 0 7H13M3 19h6M3 5h18" });
export const X = (props: IconProps) => Icon({ ...props, d: "M18 6 6 18M6 6l12 12" });
