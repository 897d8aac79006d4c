export * from "./engine";
export * from "./favorites";
export * from "./jobs";
export * from "./scripts";
export * from "./settings";
export * from "./uploads";
export * from "./users";
export * from "./workers";
