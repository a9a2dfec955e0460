import type { FeatureCollection, MultiPolygon, Point } from "geojson";
import { AttributionControl, Map, type MapMouseEvent, NavigationControl, setWorkerUrl } from "maplibre-gl/dist/maplibre-gl-csp";
import worker from "maplibre-gl/dist/maplibre-gl-csp-worker.js?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Look } from "./layers";
import { dutch } from "./map";
import { Tip } from "./tip";

setWorkerUrl(worker);

export interface Outlines {
  areas: FeatureCollection<MultiPolygon, { code: string; name: string; centre: [number, number] }>;
  borders: FeatureCollection;
  attribution: string;
}

export interface Inks {
  ground: string;
  ink: string;
  paper: string;
}

/** What the page does with a map of municipalities: colour it, and be told what is pointed at and what is chosen. */
export interface Live {
  paint(look: (code: string) => Look): void;
}

const COUNTRY: [[number, number], [number, number]] = [
  [3.25, 50.72],
  [7.3, 53.6],
];

/** A map of the municipalities without any outside tile. */
export async function openMunicipalities(
  place: HTMLElement,
  outlines: Outlines,
  inks: Inks,
  said: (code: string) => string,
  choose: (code: string) => void,
): Promise<Live> {
  const tip = new Tip();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map({
    container: place,
    bounds: COUNTRY,
    fitBoundsOptions: { padding: 12 },
    minZoom: 4.5,
    maxZoom: 11,
    maxBounds: [
      [-3, 46], // wide enough for the whole country on a narrow and tall screen
      [14, 58],
    ],
    attributionControl: false,
    locale: document.documentElement.lang === "nl" ? dutch : {},
    dragRotate: false,
    fadeDuration: still ? 0 : 200,
    cooperativeGestures: false,
    style: {
      version: 8,
      sources: {
        areas: { type: "geojson", data: outlines.areas, promoteId: "code" },
        borders: { type: "geojson", data: outlines.borders },
        middles: { type: "geojson", data: middles(outlines), promoteId: "code" },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": inks.ground } },
        {
          id: "areas",
          type: "fill",
          source: "areas",
          paint: {
            "fill-color": ["to-color", ["feature-state", "tint"], "#e6e8ec"],
            "fill-opacity": ["number", ["feature-state", "opacity"], 1],
            "fill-antialias": true,
          },
        },
        {
          id: "edges",
          type: "line",
          source: "areas",
          paint: {
            "line-color": ["case", ["boolean", ["feature-state", "pointed"], false], inks.ink, "#8d95a1"],
            "line-width": ["case", ["boolean", ["feature-state", "pointed"], false], 2.5, 0.6],
          },
        },
        { id: "borders", type: "line", source: "borders", paint: { "line-color": inks.ink, "line-width": 1.2, "line-opacity": 0.7 } },
        {
          id: "marks",
          type: "circle",
          source: "middles",
          paint: {
            "circle-radius": 4,
            "circle-color": inks.paper,
            "circle-stroke-color": inks.ink,
            "circle-stroke-width": 1.6,
            "circle-opacity": ["case", ["boolean", ["feature-state", "marked"], false], 1, 0],
            "circle-stroke-opacity": ["case", ["boolean", ["feature-state", "marked"], false], 1, 0],
          },
        },
      ],
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new AttributionControl({ customAttribution: outlines.attribution }));
  map.touchZoomRotate.disableRotation();
  let pointed: string | undefined;
  const point = (code: string | undefined): void => {
    if (code === pointed) return;
    if (pointed) map.setFeatureState({ source: "areas", id: pointed }, { pointed: false });
    if (code) map.setFeatureState({ source: "areas", id: code }, { pointed: true });
    pointed = code;
    map.getCanvas().style.cursor = code ? "pointer" : "";
  };
  map.on("mousemove", "areas", (event) => {
    const code = codeOf(event);
    point(code);
    if (code) tip.show([[said(code), ""]], event.originalEvent.clientX, event.originalEvent.clientY);
  });
  map.on("mouseleave", "areas", () => {
    point(undefined);
    tip.hide();
  });
  map.on("click", "areas", (event) => {
    const code = codeOf(event);
    if (!code) return;
    const told = code === pointed || !matchMedia("(hover: none)").matches;
    point(code);
    if (told) choose(code);
    else said(code);
  });
  map.on("remove", () => tip.remove());
  await map.once("load");
  map.resize();
  map.fitBounds(COUNTRY, { padding: 12, animate: false }); // the room may have changed while the map was loading
  const codes = outlines.areas.features.map((one) => one.properties.code);
  const before: Record<string, Look> = {};
  return {
    paint(look) {
      for (const code of codes) {
        const { tint, opacity, marked } = look(code);
        const last = before[code];
        if (last?.tint !== tint || last.opacity !== opacity) map.setFeatureState({ source: "areas", id: code }, { tint, opacity });
        if (last?.marked !== marked) map.setFeatureState({ source: "middles", id: code }, { marked });
        before[code] = { tint, opacity, marked };
      }
    },
  };
}

function codeOf(event: MapMouseEvent & { features?: { properties: Record<string, unknown> }[] }): string | undefined {
  const code = event.features?.[0]?.properties["code"];
  return typeof code === "string" ? code : undefined;
}

function middles(outlines: Outlines): FeatureCollection<Point, { code: string }> {
  return {
    type: "FeatureCollection",
    features: outlines.areas.features.map(({ properties: { code, centre } }) => ({
      type: "Feature",
      properties: { code },
      geometry: { type: "Point", coordinates: centre },
    })),
  };
}
