import { filled, number, saidChange, saidRounded } from "./said";
import { type Base, carryOut, type Outcome, type Sliders } from "./whatif";

const FIELDS = ["things", "longer", "gas", "driving", "share"] as const;

/** The sliders of a what-if: the outcome follows them at once, the chart when the form is sent. */
export class PolicySliders extends HTMLElement {
  result: Outcome | undefined;

  connectedCallback(): void {
    this.addEventListener("input", () => this.compute());
    this.querySelector("[data-field=place]")?.addEventListener("change", () => this.querySelector("form")?.requestSubmit());
  }

  private field(name: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`[data-field="${name}"]`);
  }

  private compute(): void {
    const base = JSON.parse(this.getAttribute("base") ?? "{}") as Base;
    const set = Object.fromEntries(FIELDS.map((name) => [name, Number(this.field(name)?.value ?? 0)])) as unknown as Sliders;
    for (const name of FIELDS) {
      const place = this.querySelector(`[data-output="${name}"]`);
      if (place) place.textContent = `${set[name]}%`;
    }
    this.result = carryOut(base, set, !this.field("respend")?.checked);
    this.show(this.result, this.getAttribute("per") === "person" ? base.persons : 1);
    this.links();
  }

  private write(query: string, told: string): void {
    const place = this.querySelector(query);
    if (place && place.textContent !== told) place.textContent = told;
  }

  /** Everything in words: per household, or divided by the persons in one. */
  private show(found: Outcome, persons: number): void {
    const words = JSON.parse(this.getAttribute("words") ?? "{}") as Record<string, string>;
    const language = this.getAttribute("language") ?? "nl";
    const told = (kg: number): string => saidChange(kg / persons, language);
    const change = told(found.after - found.before);
    const kind = change === "0" ? "same" : found.after < found.before ? "less" : "more";
    const values = {
      place: this.getAttribute("place") ?? "",
      before: saidRounded(found.before / persons, language),
      after: saidRounded(found.after / persons, language),
      share: number((100 * Math.abs(found.after - found.before)) / found.before, language, 1),
      kt: number(Math.abs(found.kt), language, 1),
      change,
      home: told(found.home),
      abroad: told(found.abroad),
      rebound: told(found.rebound),
    };
    this.write("[data-out=answer]", filled(words[`answer.${this.getAttribute("per") ?? "household"}.${kind}`] ?? "", values));
    this.write("[data-out=where]", filled(words["where"] ?? "", values));
    for (const row of found.rows) {
      const at = `[data-row="${row.id}"] [data-cell=`;
      this.write(`${at}before]`, saidRounded(row.before / persons, language));
      this.write(`${at}after]`, saidRounded(row.after / persons, language));
      this.write(`${at}home]`, told(row.home));
      this.write(`${at}abroad]`, told(row.abroad));
    }
  }

  /** The scenario file and the permanent link, with the sliders as they stand. */
  private links(): void {
    const form = this.querySelector("form");
    if (!form) return;
    const told = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") told.append(name, value);
    for (const link of this.querySelectorAll<HTMLAnchorElement>("[data-file], [data-permalink]")) {
      link.href = `${link.pathname}?${told.toString()}`;
    }
  }
}
