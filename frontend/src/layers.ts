/** One choice of the map of municipalities: a digit for class and certainty of each place, figures in whole units. */
export interface Layer {
  unit: string;
  classes: string[];
  shade: string;
  sure: string;
  value: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  marked: string;
  reasons: Record<string, string>;
  about: string;
}

/** What every layer shares: colours, and sentences with places for name and figures. */
export interface Key {
  tints: string[];
  unknown: string;
  opacity: number[];
  sure: string[];
  sure_words: string[];
  said: string;
  none: string;
  paler: string;
  grey: string;
  mark: string;
}

export interface Layers {
  language: string;
  codes: string[];
  names: string[];
  groups: { name: string; items: { id: string; name: string }[] }[];
  pers: { id: string; name: string }[];
  words: Record<"item" | "per" | "list" | "hint", string>;
  addresses: { item: Record<string, string>; names: { item: string; per: string } };
  key: Key;
  layers: Record<string, Layer>;
}

export interface Look {
  tint: string;
  opacity: number;
  marked: boolean;
}

/** How a place is coloured; grey where there is no figure. */
export function lookOf(layer: Layer, key: Key, at: number): Look {
  const shade = layer.shade[at];
  const sure = layer.sure[at];
  return {
    tint: shade === undefined || shade === "-" ? key.unknown : (key.tints[Number(shade)] ?? key.unknown),
    opacity: sure === undefined || sure === "-" ? 1 : (key.opacity[Number(sure)] ?? 1),
    marked: layer.marked[at] === "1",
  };
}

/** A place in words, in the reader's form of numbers: the figure with its interval and how sure it is, or why none. */
export function saidOf(all: Layers, layer: Layer, at: number): string {
  const code = all.codes[at] ?? "";
  const reason = layer.reasons[code] ? ` ${layer.reasons[code]}` : "";
  const [value, low, high] = [layer.value[at], layer.low[at], layer.high[at]];
  const name = all.names[at] ?? code;
  if (value === null || value === undefined) return filled(all.key.none, { name, reason });
  const shown = (one: number | null | undefined): string =>
    one === null || one === undefined ? "–" : new Intl.NumberFormat(all.language, { maximumFractionDigits: 0 }).format(one);
  const sure = all.key.sure_words[Number(layer.sure[at])] ?? "";
  return filled(all.key.said, { name, value: `${shown(value)} ${layer.unit}`, low: shown(low), high: shown(high), sure, reason });
}

/** The address of the page with a layer: what is usual is not in it. */
export function addressOf(all: Layers, page: string, layer: string): string {
  const [item = "", per = ""] = layer.split("|");
  const asked = new URLSearchParams();
  if (item !== "total") asked.set(all.addresses.names.item, all.addresses.item[item] ?? item);
  if (per !== "household") asked.set(all.addresses.names.per, all.addresses.item[per] ?? per);
  const query = asked.toString();
  return query ? `${page}?${query}` : page;
}

function filled(sentence: string, told: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => told[name] ?? "").trim();
}
