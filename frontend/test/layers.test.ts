import { expect, test } from "vitest";
import { addressOf, type Layer, type Layers, lookOf, saidOf } from "../src/layers";

const layer: Layer = {
  unit: "kg",
  classes: ["minder dan 10", "10 of meer"],
  shade: "1-",
  sure: "2-",
  value: [12345, null],
  low: [8000, null],
  high: [20000, null],
  marked: "01",
  reasons: { GM2: "Geen bron." },
  about: "",
};
const all: Layers = {
  language: "nl",
  codes: ["GM1", "GM2"],
  names: ["Aa", "Bee"],
  groups: [],
  pers: [],
  words: { item: "", per: "", list: "", hint: "" },
  addresses: { item: { car: "auto", person: "persoon" }, names: { item: "waarvoor", per: "per" } },
  key: {
    tints: ["#fff", "#000"],
    unknown: "#eee",
    opacity: [1, 0.6, 0.3],
    sure: [],
    sure_words: ["precies", "schatting", "ruw"],
    said: "{name}: {value} ({low} tot {high}), {sure}.{reason}",
    none: "{name}: geen cijfer.{reason}",
    paler: "",
    grey: "",
    mark: "",
  },
  layers: { "total|household": layer },
};

test("a place has the colour of its class, the paler the less sure", () => {
  expect(lookOf(layer, all.key, 0)).toEqual({ tint: "#000", opacity: 0.3, marked: false });
});

test("a place without a figure is grey, says why, and may be marked", () => {
  expect(lookOf(layer, all.key, 1)).toEqual({ tint: "#eee", opacity: 1, marked: true });
  expect(saidOf(all, layer, 1)).toBe("Bee: geen cijfer. Geen bron.");
});

test("a place is told in the reader's form of numbers", () => {
  expect(saidOf(all, layer, 0)).toBe("Aa: 12.345 kg (8.000 tot 20.000), ruw.");
});

test("the address of a layer holds what is not usual, in the reader's words", () => {
  expect(addressOf(all, "/nl/consumptiekompas", "total|household")).toBe("/nl/consumptiekompas");
  expect(addressOf(all, "/nl/consumptiekompas", "car|person")).toBe("/nl/consumptiekompas?waarvoor=auto&per=persoon");
});
