import { acted, effect, type Effect, type Part, parts, type State, stateOf, summed, type Table, type Triple } from "./household";
import { filled, number, saidChange, saidRounded, saidWith } from "./said";

/** The table with what belongs to a page: its sentences, the names of its fields, its language. */
interface Held extends Table {
  words: Record<string, string>;
  language: string;
  fields: Record<string, string>;
  tenure_words: Record<string, string>;
  no: string;
  all_groups: string[];
}

/** What the form says. */
interface Asked {
  persons: number;
  income: string;
  tenure: string;
  said: Record<string, number>;
  actions: string[];
  respend: boolean;
}

export interface Result {
  value: number;
  low: number;
  high: number;
  usual: Triple;
  after: number;
  effects: Record<string, Effect>;
}

const AMOUNTS = ["gas_m3", "kwh", "heat_gj", "cars", "km"];
const NUMBERS: Record<string, number> = { heat_gj: 1, cars: 1 };
const SAME = 0.01;

/** The form about one household, computed here: nothing is sent, and the state stands behind the # of the address. */
export class MyHousehold extends HTMLElement {
  result: Result | undefined;
  private held: Promise<Held> | undefined;
  private per = "household";

  connectedCallback(): void {
    this.per = this.getAttribute("per") ?? "household";
    const form = this.querySelector("form");
    if (!form) return;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.compute().then(() => this.keep());
      this.querySelector<HTMLElement>("[data-out=answer]")?.scrollIntoView({ block: "center" });
    });
    form.addEventListener("input", () => void this.compute());
    form.addEventListener("change", () => void this.compute().then(() => this.keep()));
    form.addEventListener("pointerenter", () => void this.table(), { once: true });
    form.addEventListener("focusin", () => void this.table(), { once: true });
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".kk-switch a")) {
      link.addEventListener("click", (event) => this.turned(event, link));
    }
    if (location.hash.length > 1) void this.fromAddress(location.hash.slice(1));
  }

  private table(): Promise<Held> {
    this.held ??= fetch(this.getAttribute("table") ?? "").then((answer) => answer.json() as Promise<Held>);
    return this.held;
  }

  /** The family-or-person switch, without leaving the page. */
  private turned(event: MouseEvent, link: HTMLAnchorElement): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const links = [...document.querySelectorAll<HTMLAnchorElement>(".kk-switch a")];
    for (const one of links) one.toggleAttribute("aria-current", one === link);
    link.setAttribute("aria-current", "true");
    this.per = links.indexOf(link) === 1 ? "person" : "household";
    void this.compute().then(() => this.keep());
  }

  private field<Kind extends HTMLInputElement | HTMLSelectElement>(name: string): Kind | null {
    return this.querySelector<Kind>(`[data-field="${name}"]`);
  }

  private asked(held: Held): Asked {
    const persons = Math.min(12, Math.max(1, Math.round(Number(this.field("size")?.value) || 2)));
    const word = this.field("tenure")?.value ?? "";
    const tenure = Object.entries(held.tenure_words).find(([, told]) => told === word)?.[0] ?? "unknown";
    const said: Record<string, number> = {};
    for (const [name, field] of Object.entries(held.asked)) {
      const told = this.field(field)?.value ?? "";
      const amount = Number(told.replace(",", "."));
      if (told !== "" && Number.isFinite(amount) && amount >= 0) said[name] = amount;
    }
    const ticked = [...this.querySelectorAll<HTMLInputElement>("[data-field=action]:checked")].map((one) => one.value);
    const kept = this.field<HTMLInputElement>("respend")?.checked ?? false;
    return { persons, income: this.field("income")?.value || "unknown", tenure, said, actions: ticked, respend: !kept };
  }

  private async compute(): Promise<void> {
    const held = await this.table();
    const asked = this.asked(held);
    const heads = this.per === "person" ? asked.persons : 1;
    const before = stateOf(held, asked.persons, asked.income, asked.tenure, asked.said);
    const alike = stateOf(held, asked.persons, asked.income, asked.tenure, {});
    const own = parts(held, before);
    const usual = parts(held, alike);
    const per = (one: Triple): Triple => [one[0] / heads, one[1] / heads, one[2] / heads];
    const [value, low, high] = per(summed(own));
    const effects: Record<string, Effect> = {};
    for (const action of held.actions) {
      if (action.status !== "not_modelled") effects[action.id] = this.tried(held, before, [action.id], asked.respend, heads);
    }
    const together = this.tried(held, before, asked.actions, asked.respend, heads);
    this.result = { value, low, high, usual: per(summed(usual)), after: value + together.value, effects };
    this.show(held, this.result, asked, together);
    this.dataset["state"] = "computed";
    this.bars(held, own, usual, heads);
    this.usually(held, alike);
    this.address(held);
  }

  private tried(held: Held, before: State, chosen: string[], respend: boolean, heads: number): Effect {
    const found = effect(held, before, acted(held, before, chosen), respend);
    const { value, home, abroad, rebound } = found;
    return { value: value / heads, home: home / heads, abroad: abroad / heads, rebound: rebound / heads };
  }

  private write(name: string, told: string): void {
    const place = this.querySelector(`[data-out="${name}"]`);
    if (place && place.textContent !== told) place.textContent = told;
  }

  private show(held: Held, result: Result, asked: Asked, together: Effect): void {
    const { words, language } = held;
    this.write("answer", filled(words[`answer.${this.per}`] ?? "", saidWith(result.value, result.low, result.high, language)));
    const apart = result.value - result.usual[0];
    const kind = Math.abs(apart) < SAME * result.usual[0] ? "same" : apart < 0 ? "less" : "more";
    const beside = { ...saidWith(...result.usual, language), apart: saidRounded(Math.abs(apart), language) };
    this.write("beside", filled(words[`beside.${kind}`] ?? "", beside));
    const after = asked.actions.length === 0 ? "none" : asked.respend ? "respend" : "kept";
    const told = { after: saidRounded(result.after, language), ...changes(together, language) };
    this.write("after", filled(words[`after.${after}`] ?? "", told));
    for (const [id, one] of Object.entries(result.effects)) {
      for (const [name, said] of Object.entries(changes(one, language))) {
        const place = this.querySelector(`[data-action="${id}"] [data-effect="${name}"]`);
        if (place) place.textContent = said;
      }
    }
  }

  private bars(held: Held, own: Part[], usual: Part[], heads: number): void {
    const mine = byGroup(own, heads);
    const theirs = byGroup(usual, heads);
    const top = Math.max(...Object.values(mine), ...Object.values(theirs), 1e-9);
    for (const name of held.all_groups) {
      const row = this.querySelector(`[data-row="${name}"]`);
      if (!row) continue;
      for (const [cell, bar, kg] of [
        ["value", "own", mine[name] ?? 0],
        ["usual", "usual", theirs[name] ?? 0],
      ] as const) {
        const place = row.querySelector(`[data-cell="${cell}"]`);
        if (place) place.textContent = saidRounded(kg, held.language);
        row.querySelector(`.kk-bar__${bar}`)?.setAttribute("width", ((100 * kg) / top).toFixed(2));
      }
    }
  }

  /** What is taken for a field that is left empty. */
  private usually(held: Held, alike: State): void {
    for (const [name, field] of Object.entries(held.asked)) {
      const place = this.querySelector(`[data-usual="${field}"]`);
      const amount = alike.quantities[name];
      if (place && amount !== undefined) place.textContent = number(amount, held.language, NUMBERS[field] ?? 0);
    }
  }

  /** The state behind the # of the address: a browser does not send that part. */
  private address(held: Held): void {
    const told = new URLSearchParams();
    for (const field of ["size", "income", "tenure", ...AMOUNTS]) {
      const value = this.field(field)?.value ?? "";
      if (value !== "") told.set(held.fields[field] ?? field, value);
    }
    const ticked = [...this.querySelectorAll<HTMLInputElement>("[data-field=action]:checked")].map((one) => one.value);
    if (ticked.length) told.set(held.fields["actions"] ?? "actions", ticked.join(","));
    if (this.field<HTMLInputElement>("respend")?.checked) told.set(held.fields["respend"] ?? "respend", held.no);
    if (this.per === "person") told.set("per", this.per);
    document.querySelector("[data-share]")?.setAttribute("href", `${location.pathname}#${told.toString()}`);
  }

  /** The address follows when a field is done with, not at every key. */
  private keep(): void {
    const address = document.querySelector("[data-share]")?.getAttribute("href");
    if (address) history.replaceState(null, "", address);
  }

  private async fromAddress(state: string): Promise<void> {
    const held = await this.table();
    const told = new URLSearchParams(state);
    for (const field of ["size", "income", "tenure", ...AMOUNTS]) {
      const place = this.field(field);
      if (place) place.value = told.get(held.fields[field] ?? field) ?? (field === "size" ? "2" : "");
    }
    const ticked = (told.get(held.fields["actions"] ?? "actions") ?? "").split(",");
    for (const box of this.querySelectorAll<HTMLInputElement>("[data-field=action]")) {
      box.checked = ticked.includes(box.value) && !box.disabled;
    }
    const kept = this.field<HTMLInputElement>("respend");
    if (kept) kept.checked = told.get(held.fields["respend"] ?? "respend") === held.no;
    const links = document.querySelectorAll<HTMLAnchorElement>(".kk-switch a");
    if (told.get("per") === "person") links[1]?.click();
    else await this.compute();
  }
}

function changes(one: Effect, language: string): Record<string, string> {
  const { value, home, abroad, rebound } = one;
  const all = Object.entries({ value, home, abroad, rebound });
  return Object.fromEntries(all.map(([name, kg]) => [name, saidChange(kg, language)]));
}

function byGroup(all: Part[], heads: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (const part of all) found[part.group] = (found[part.group] ?? 0) + part.kg / heads;
  return found;
}
