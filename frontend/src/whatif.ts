/** What a what-if does to the households of a place: the very rules of the server (`households/_scenario.py`). */

export interface Base {
  area: string;
  households: number;
  persons: number;
  items: { id: string; kg: number; eur: number | null; home: number; local: string }[];
}

/** The sliders, in per cent. */
export interface Sliders {
  things: number;
  longer: number;
  gas: number;
  driving: number;
  share: number;
}

export interface Row {
  id: string;
  before: number;
  after: number;
  home: number;
  abroad: number;
}

export interface Outcome {
  rows: Row[];
  before: number;
  after: number;
  home: number;
  abroad: number;
  rebound: number;
  kt: number;
}

const THINGS = ["clothing", "furnishing"];
const KG_PER_KT = 1e6;

/** The share by which the purchases of an item change: several changes each act on what the others leave. */
export function changeOf(item: string, set: Sliders): number {
  const share = set.share / 100;
  let left = 1;
  if (THINGS.includes(item)) {
    left *= 1 + (-set.things / 100) * share;
    left *= 1 + (1 / (1 + set.longer / 100) - 1) * share;
  }
  if (item === "gas") left *= 1 + (-set.gas / 100) * share;
  if (item === "driving") left *= 1 + (-set.driving / 100) * share;
  return left - 1;
}

/** The footprint after changes in what is bought and used, per household; money saved is spent on all that is bought. */
export function carryOut(base: Base, set: Sliders, respend: boolean): Outcome {
  const changes = base.items.map((one) => changeOf(one.id, set));
  const saved = -base.items.reduce((sum, one, at) => sum + (one.eur ?? 0) * (changes[at] ?? 0), 0);
  const spent = base.items.reduce((sum, one, at) => sum + (one.eur ?? 0) * (1 + (changes[at] ?? 0)), 0);
  const more = respend && spent > 0 ? saved / spent : 0;
  let rebound = 0;
  const rows = base.items.map((one, at): Row => {
    const changed = one.kg * (1 + (changes[at] ?? 0));
    const again = one.eur === null ? 0 : changed * more;
    rebound += again;
    const home = (changed + again - one.kg) * one.home;
    return { id: one.id, before: one.kg, after: changed + again, home, abroad: changed + again - one.kg - home };
  });
  const sum = (name: "before" | "after" | "home" | "abroad"): number => rows.reduce((total, row) => total + row[name], 0);
  const [before, after] = [sum("before"), sum("after")];
  const kt = ((after - before) * base.households) / KG_PER_KT;
  return { rows, before, after, home: sum("home"), abroad: sum("abroad"), rebound, kt };
}
