/** The arithmetic of one household over a small table: the very rules of the server (`library/_household_sums.py`). */

export type Triple = [kg: number, low: number, high: number];
export type Bought = [kg: number, eur: number | null];

export interface Factor {
  kg: number;
  low: number;
  high: number;
  eur: number | null;
  home: number | null;
  unit: string;
}

export interface Action {
  id: string;
  status: string;
  changes: Record<string, number>;
  swap: { from: string; to: string; ratio: number; priced: boolean } | null;
}

export interface Table {
  sizes: string[];
  groups: string[];
  items: { id: string; group: string }[];
  cells: Record<string, { groups: Triple[]; items: Bought[] }>;
  factors: Record<string, Factor>;
  group_of: Record<string, string>;
  asked: Record<string, string>;
  usual: Record<string, Record<string, number>>;
  home: Record<string, number>;
  actions: Action[];
}

/**
 * A household before or after actions: items and groups of its cell, and quantities. Those that were swapped with one
 * whose price is not known are `unpriced`: their money counts on neither side.
 */
export interface State {
  items: Record<string, Bought>;
  groups: Record<string, Triple>;
  quantities: Record<string, number>;
  unpriced: Set<string>;
}

export interface Part {
  group: string;
  kg: number;
  low: number;
  high: number;
}

export interface Effect {
  value: number;
  home: number;
  abroad: number;
  rebound: number;
}

/** A household before any action; what it does not say is usual for its size, and kilometres follow cars. */
export function stateOf(table: Table, persons: number, income: string, tenure: string, said: Record<string, number>): State {
  const size = table.sizes[Math.min(persons, table.sizes.length) - 1] ?? "1";
  const cell = table.cells[`${size}|${income}|${tenure}`];
  if (!cell) throw new Error(`no cell ${size}|${income}|${tenure}`);
  const usual = table.usual[size] ?? {};
  const quantities: Record<string, number> = {};
  for (const [name, amount] of Object.entries(usual)) {
    if (name in table.factors) quantities[name] = said[name] ?? amount;
  }
  const cars = said["car_owned"];
  if (cars !== undefined && said["driving"] === undefined && usual["car_owned"]) {
    quantities["driving"] = ((usual["driving"] ?? 0) * cars) / usual["car_owned"];
  }
  if ("public" in table.factors) quantities["public"] = persons;
  return {
    items: Object.fromEntries(table.items.map((one, at) => [one.id, cell.items[at] ?? [0, null]])),
    groups: Object.fromEntries(table.groups.map((name, at) => [name, cell.groups[at] ?? [0, 0, 0]])),
    quantities,
    unpriced: new Set(),
  };
}

/** The parts of a household: groups of its cell, then quantity times factor. */
export function parts(table: Table, one: State): Part[] {
  const cells = table.groups.map((name): Part => {
    const [kg, low, high] = one.groups[name] ?? [0, 0, 0];
    return { group: name, kg, low, high };
  });
  const counted = Object.entries(table.factors)
    .filter(([name]) => name in one.quantities)
    .map(([name, factor]): Part => {
      const amount = one.quantities[name] ?? 0;
      const group = table.group_of[name] ?? name;
      return { group, kg: amount * factor.kg, low: amount * factor.low, high: amount * factor.high };
    });
  return [...cells, ...counted];
}

/** Value and bounds of parts together: the root of the sum of squares of their distances to each bound. */
export function summed(all: Part[]): Triple {
  const value = all.reduce((sum, part) => sum + part.kg, 0);
  const below = Math.sqrt(all.reduce((sum, part) => sum + (part.kg - part.low) ** 2, 0));
  const above = Math.sqrt(all.reduce((sum, part) => sum + (part.high - part.kg) ** 2, 0));
  return [value, value - below, value + above];
}

/** A household after actions, before money is spent again: changes first, then what stands in for what. */
export function acted(table: Table, one: State, chosen: string[]): State {
  const actions = table.actions.filter((action) => chosen.includes(action.id));
  const left: Record<string, number> = {};
  for (const action of actions) {
    for (const [name, change] of Object.entries(action.changes)) left[name] = (left[name] ?? 1) * (1 + change);
  }
  const items: Record<string, Bought> = {};
  for (const [name, [kg, eur]] of Object.entries(one.items)) {
    const share = left[name] ?? 1;
    items[name] = [kg * share, eur === null ? null : eur * share];
  }
  const quantities: Record<string, number> = {};
  for (const [name, amount] of Object.entries(one.quantities)) quantities[name] = amount * (left[name] ?? 1);
  const unpriced = new Set<string>();
  for (const { swap } of actions) {
    if (!swap) continue;
    if (!swap.priced) unpriced.add(swap.from).add(swap.to);
    quantities[swap.to] = (quantities[swap.to] ?? 0) + (quantities[swap.from] ?? 0) * swap.ratio;
    quantities[swap.from] = 0;
  }
  return { items, groups: one.groups, quantities, unpriced };
}

/** What changed between two states, with the money saved spent again on what the household buys. */
export function effect(table: Table, before: State, after: State, respend: boolean): Effect {
  let value = 0;
  let home = 0;
  for (const [name, [was]] of Object.entries(before.items)) {
    const change = (after.items[name]?.[0] ?? 0) - was;
    value += change;
    home += change * (table.home[name] ?? 0);
  }
  for (const [name, amount] of Object.entries(after.quantities)) {
    const factor = table.factors[name];
    if (!factor) continue;
    const change = (amount - (before.quantities[name] ?? 0)) * factor.kg;
    value += change;
    home += change * (factor.home ?? 0);
  }
  const bought = money(table, after);
  const saved = money(table, { ...before, unpriced: after.unpriced }).eur - bought.eur;
  const again = respend && bought.eur ? saved / bought.eur : 0;
  const rebound = again * bought.kg;
  value += rebound;
  home += again * bought.home;
  return { value, home, abroad: value - home, rebound };
}

function money(table: Table, one: State): { kg: number; eur: number; home: number } {
  const sum = { kg: 0, eur: 0, home: 0 };
  const add = (kg: number, eur: number | null, share: number): void => {
    if (eur === null) return;
    sum.kg += kg;
    sum.eur += eur;
    sum.home += kg * share;
  };
  for (const [name, [kg, eur]] of Object.entries(one.items)) add(kg, eur, table.home[name] ?? 0);
  for (const [name, amount] of Object.entries(one.quantities)) {
    const factor = table.factors[name];
    if (factor && !one.unpriced.has(name)) add(amount * factor.kg, factor.eur === null ? null : amount * factor.eur, factor.home ?? 0);
  }
  return sum;
}
