/** Numbers and sentences as the server writes them (`reports/_household_words.py`). */

/** A number in the language's form, with a real minus sign. */
export function number(value: number, language: string, decimals = 0): string {
  const told = Math.abs(value).toLocaleString(language === "nl" ? "nl-NL" : "en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: true,
  });
  return value < 0 && /[1-9]/.test(told) ? `\u2212${told}` : told;
}

const nearest = (value: number, step: number): number => Math.floor(value / step + 0.5) * step;

/** A value and its bounds, each rounded to two digits of half the interval. */
export function saidWith(value: number, low: number, high: number, language: string): Record<"value" | "low" | "high", string> {
  const half = Math.abs(high - low) / 2;
  const step = half > 0 ? 10 ** Math.max(0, Math.floor(Math.log10(half)) - 1) : 1;
  const told = (one: number): string => number(nearest(one, step), language);
  return { value: told(value), low: told(low), high: told(high) };
}

/** An amount in kg to the nearest ten. */
export const saidRounded = (value: number, language: string): string => number(nearest(value, 10), language);

/** A change in kg with its sign, to the nearest ten. */
export function saidChange(value: number, language: string): string {
  const rounded = nearest(value, 10);
  return `${rounded > 0 ? "+" : ""}${number(rounded, language)}`;
}

/** A sentence with its named places filled. */
export const filled = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
