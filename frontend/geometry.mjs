/**
 * Countries of the world for the maps, in the layout of the project: a polygon list for each area code.
 *
 * Takes Natural Earth 1:110m (public domain) as packaged in world-atlas, and from 1:50m the small countries that the
 * coarse one lacks. Coordinates are rounded to a tenth of a degree. Run: `npm run geometry`; the result is committed.
 */
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { feature } from "topojson-client";
import countries from "i18n-iso-countries";

const require = createRequire(import.meta.url);
const version = require("world-atlas/package.json").version;
const coarse = require("world-atlas/countries-110m.json");
const fine = require("world-atlas/countries-50m.json");
const SMALL = ["MT", "SG", "HK", "BH", "MU", "CV"];
const LEAST = 0.3; // square degrees; a smaller island is left out where a country has a larger one

const featuresOf = (topology) => feature(topology, topology.objects.countries).features;
const codeOf = ({ id, properties }) => {
  const code = id ? countries.numericToAlpha2(id) : undefined;
  return code ?? { Kosovo: "XK" }[properties.name];
};
const rounded = (ring) => {
  const points = ring.map(([x, y]) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
  return points.filter(([x, y], at) => at === 0 || x !== points[at - 1][0] || y !== points[at - 1][1]);
};
const size = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], at) => sum + x * (ring[(at + 1) % ring.length][1]) - (ring[(at + 1) % ring.length][0]) * y, 0)) / 2;
const polygons = ({ type, coordinates }) => {
  const all = (type === "Polygon" ? [coordinates] : coordinates).map((rings) => rings.map(rounded).filter((ring) => ring.length > 3));
  const kept = all.filter((rings) => rings.length > 0 && size(rings[0]) >= LEAST);
  const largest = all.filter((rings) => rings.length > 0).sort((a, b) => size(b[0]) - size(a[0]))[0];
  return kept.length > 0 ? kept : largest ? [largest] : [];
};

const items = {};
for (const [topology, wanted] of [[coarse, null], [fine, SMALL]]) {
  for (const one of featuresOf(topology)) {
    const code = codeOf(one);
    if (!code || code === "AQ" || (wanted && !wanted.includes(code)) || items[code]) continue;
    const found = polygons(one.geometry);
    if (found.length > 0) items[code] = found;
  }
}
// Crimea is Ukraine's (United Nations, General Assembly resolution 68/262); the default view of the source says otherwise.
const inCrimea = ([ring]) => ring.every(([x, y]) => x > 32 && x < 37 && y > 44 && y < 46.5);
items.UA.push(...items.RU.filter(inCrimea));
items.RU = items.RU.filter((rings) => !inCrimea(rings));

const head = {
  title: "Countries of the world",
  source: `Natural Earth 1:110m and 1:50m, as packaged in world-atlas ${version}; Crimea with Ukraine`,
  licence: "Public domain (Natural Earth); world-atlas: ISC",
};
const lines = Object.entries(items).sort().map(([code, shape]) => `  ${JSON.stringify(code)}: ${JSON.stringify(shape)}`);
const text = `${JSON.stringify(head, null, 1).slice(0, -2)},\n "areas": {\n${lines.join(",\n")}\n }\n}\n`;
writeFileSync(new URL("../src/ketenkompas/data/geometry/world.json", import.meta.url), text);
console.log(`${lines.length} areas, ${text.length} bytes`);
