import type { FeatureCollection } from "geojson";
import { AttributionControl, Map, NavigationControl, setWorkerUrl } from "maplibre-gl/dist/maplibre-gl-csp";
import worker from "maplibre-gl/dist/maplibre-gl-csp-worker.js?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { Tip } from "./tip";

setWorkerUrl(worker);

export const dutch = {
  "NavigationControl.ZoomIn": "Inzoomen",
  "NavigationControl.ZoomOut": "Uitzoomen",
  "AttributionControl.ToggleAttribution": "Bron van de kaart",
  "Map.Title": "Kaart",
};

/** A world map without any outside tile: the countries of a GeoJSON collection in the colours it carries. */
export async function openMap(place: HTMLElement, shapes: FeatureCollection, sea: string): Promise<void> {
  const tip = new Tip();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map({
    container: place,
    center: [12, 30],
    zoom: place.clientWidth < 500 ? -0.4 : 0.8,
    minZoom: -1,
    maxZoom: 5,
    attributionControl: false,
    locale: document.documentElement.lang === "nl" ? dutch : {},
    dragRotate: false,
    fadeDuration: still ? 0 : 200,
    style: {
      version: 8,
      sources: { world: { type: "geojson", data: shapes } },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": sea } },
        { id: "land", type: "fill", source: "world", paint: { "fill-color": ["get", "tint"] } },
        { id: "border", type: "line", source: "world", paint: { "line-color": "#8d95a1", "line-width": 0.6 } },
      ],
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new AttributionControl({ customAttribution: "Natural Earth" }));
  map.touchZoomRotate.disableRotation();
  map.on("mousemove", "land", (event) => {
    const said = String(event.features?.[0]?.properties?.["said"] ?? "");
    tip.show([[said, ""]], event.originalEvent.clientX, event.originalEvent.clientY);
  });
  map.on("mouseleave", "land", () => tip.hide());
  map.on("remove", () => tip.remove());
  await map.once("load");
  map.resize();
}
