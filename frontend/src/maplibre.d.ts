/** The build of MapLibre that needs no inline worker, and addresses of files as Vite gives them. */

declare module "maplibre-gl/dist/maplibre-gl-csp" {
  export * from "maplibre-gl";
}
declare module "*?url" {
  const address: string;
  export default address;
}
