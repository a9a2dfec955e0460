import { expect, test } from "vitest";
import { acted, effect, parts, stateOf, summed, type Table } from "../src/household";
import { filled, number, saidChange, saidWith } from "../src/said";
import { type Base, carryOut, changeOf } from "../src/whatif";

const table: Table = {
  sizes: ["1", "2"],
  groups: ["food"],
  items: [{ id: "food_home", group: "food" }],
  cells: {
    "2|unknown|unknown": { groups: [[1000, 900, 1200]], items: [[1000, 2000]] },
  },
  factors: {
    gas: { kg: 2, low: 1.8, high: 2.2, eur: 1.5, home: 0.9, unit: "kg/m3" },
    electricity: { kg: 0.3, low: 0.3, high: 0.3, eur: 0.4, home: 0.8, unit: "kg/kWh" },
    driving: { kg: 0.2, low: 0.2, high: 0.2, eur: 0.1, home: 0.8, unit: "kg/km" },
    car_owned: { kg: 500, low: 500, high: 500, eur: null, home: 0.2, unit: "kg/car" },
    public: { kg: 2500, low: 2500, high: 2500, eur: null, home: 0.5, unit: "kg/person" },
  },
  group_of: { gas: "home_energy", electricity: "home_energy", driving: "car", car_owned: "car", public: "public" },
  asked: { gas: "gas_m3" },
  usual: { "2": { gas: 1000, electricity: 2000, driving: 12000, car_owned: 1 } },
  home: { food_home: 0.4 },
  actions: [
    { id: "less_gas", status: "assumption", changes: { gas: -0.2 }, swap: null },
    { id: "heat_pump", status: "cited", changes: {}, swap: { from: "gas", to: "electricity", ratio: 3, priced: true } },
    { id: "other_fuel", status: "cited", changes: {}, swap: { from: "gas", to: "electricity", ratio: 3, priced: false } },
  ],
};
const household = (said: Record<string, number> = {}) => stateOf(table, 5, "unknown", "unknown", said);

test("a household is its cell and its quantities, with what it says in the place of what is usual", () => {
  const all = parts(table, household({ gas: 1500 }));
  expect(all.map((part) => Math.round(part.kg))).toEqual([1000, 3000, 600, 2400, 500, 12500]);
});

test("kilometres that are not said follow the cars that are", () => {
  expect(household({ car_owned: 2 }).quantities["driving"]).toBe(24000);
  expect(household({ car_owned: 2, driving: 5000 }).quantities["driving"]).toBe(5000);
});

test("the bounds are the root of the sum of squares of the distances", () => {
  const [value, low, high] = summed([
    { group: "a", kg: 100, low: 97, high: 103 },
    { group: "b", kg: 200, low: 196, high: 204 },
  ]);
  expect([value, low, high]).toEqual([300, 295, 305]);
});

test("a cell that is not there is an error, never zero", () => {
  expect(() => stateOf(table, 1, "unknown", "unknown", {})).toThrow("1|unknown|unknown");
});

test("an action changes what is left and then stands in: home and abroad add up to all of it", () => {
  const before = household();
  const found = effect(table, before, acted(table, before, ["less_gas", "heat_pump"]), false);
  expect(found.value).toBeCloseTo(-2000 + 800 * 3 * 0.3, 9);
  expect(found.home + found.abroad).toBeCloseTo(found.value, 9);
  expect(found.rebound).toBe(0);
});

test("money saved is spent at the mean of what is bought", () => {
  const before = household();
  const found = effect(table, before, acted(table, before, ["less_gas"]), true);
  const kg = 1000 + 1600 + 600 + 2400;
  const eur = 2000 + 1200 + 800 + 1200;
  expect(found.rebound).toBeCloseTo((300 * kg) / eur, 9);
  expect(found.value).toBeCloseTo(-400 + (300 * kg) / eur, 9);
});

test("what is swapped with something without a price saves no money", () => {
  const before = household();
  const [priced, unpriced] = ["heat_pump", "other_fuel"].map((one) => effect(table, before, acted(table, before, [one]), true));
  expect(unpriced?.rebound).toBe(0);
  expect(priced?.rebound).not.toBe(0);
});

test("numbers are written as the server writes them", () => {
  expect(number(-1234.5, "nl", 1)).toBe("\u22121.234,5");
  expect(number(-0.2, "en")).toBe("0");
  expect(saidWith(18386.2, 15628, 22063, "nl")).toEqual({ value: "18.400", low: "15.600", high: "22.100" });
  expect([saidChange(-247.9, "nl"), saidChange(1234, "nl"), saidChange(2, "en")]).toEqual(["\u2212250", "+1.230", "0"]);
  expect(filled("{value} kg, {other}", { value: "1" })).toBe("1 kg, ");
});

const base: Base = {
  area: "NL",
  households: 1000,
  persons: 2,
  items: [
    { id: "clothing", kg: 500, eur: 2000, home: 0.1, local: "no" },
    { id: "gas", kg: 1000, eur: 500, home: 0.8, local: "yes" },
    { id: "unlisted", kg: 300, eur: null, home: 0.4, local: "no" },
  ],
};
const nothing = { things: 0, longer: 0, gas: 0, driving: 0, share: 100 };

test("a what-if is the worked example of the engine", () => {
  const found = carryOut(base, { ...nothing, gas: 20 }, true);
  expect(found.rows.map((row) => Math.round(row.after * 1000) / 1000)).toEqual([520.833, 833.333, 300]);
  expect(found.rebound).toBeCloseTo(54.1667, 3);
  expect(found.home + found.abroad).toBeCloseTo(found.after - found.before, 9);
});

test("nothing set is nothing changed, and half of the households is half of the change", () => {
  expect(carryOut(base, nothing, true).after).toBe(1800);
  expect(changeOf("gas", { ...nothing, gas: 20, share: 50 })).toBeCloseTo(-0.1, 12);
  expect(changeOf("clothing", { ...nothing, longer: 100 })).toBeCloseTo(-0.5, 12);
});
