import { type Row, rowsOf, sentence } from "./rows";
import { Tip } from "./tip";

/**
 * A chart that the server has drawn and that comes alive when somebody touches it.
 *
 * Attributes: `spec` (address of the compiled Vega specification), `table` (id of the table with the same numbers),
 * `hint` (how the keys work). Until it is touched, nothing beyond this small script is loaded.
 * Arrow keys walk through the rows of the table; the row is shown and spoken.
 */
export class LiveChart extends HTMLElement {
  #waking: Promise<void> | undefined;
  #tip = new Tip();
  #spoken = document.createElement("div");
  #at = -1;

  connectedCallback(): void {
    this.tabIndex = 0;
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", this.getAttribute("hint") ?? "");
    this.#spoken.className = "kk-hidden";
    this.#spoken.setAttribute("aria-live", "polite");
    this.append(this.#spoken);
    for (const kind of ["pointerenter", "pointerdown", "focus"]) {
      this.addEventListener(kind, () => void this.wake(), { passive: true });
    }
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("blur", () => this.#rest());
    this.addEventListener("pointerleave", () => this.#tip.hide());
  }

  disconnectedCallback(): void {
    this.#tip.remove();
  }

  /** Load the runtime and put the live picture in place of the drawn one; once. */
  wake(): Promise<void> {
    this.#waking ??= this.#draw().catch((fault: unknown) => {
      this.#waking = undefined;
      this.dataset["state"] = "asleep";
      console.warn("The chart stays a picture:", fault);
    });
    return this.#waking;
  }

  async #draw(): Promise<void> {
    const address = this.getAttribute("spec");
    if (!address) return;
    const [{ live }, answer] = await Promise.all([import("./live"), fetch(address)]);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const place = document.createElement("div");
    place.className = "kk-live";
    await live(place, (await answer.json()) as object, document.documentElement.lang, (event, value) => {
      if (value && typeof value === "object") this.#tip.show(Object.entries(value), event.clientX, event.clientY);
      else this.#tip.hide();
    });
    const drawn = this.querySelector(":scope > svg");
    const named = drawn?.getAttribute("aria-label") ?? "";
    place.querySelector("svg")?.setAttribute("role", "img");
    place.querySelector("svg")?.setAttribute("aria-label", named);
    drawn?.replaceWith(place);
    this.dataset["state"] = "live";
  }

  #rows(): Row[] {
    const table = document.getElementById(this.getAttribute("table") ?? "");
    return table instanceof HTMLTableElement ? rowsOf(table) : [];
  }

  #key(event: KeyboardEvent): void {
    const rows = this.#rows();
    const last = rows.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: Math.min(this.#at + 1, last),
      ArrowDown: Math.min(this.#at + 1, last),
      ArrowLeft: Math.max(this.#at - 1, 0),
      ArrowUp: Math.max(this.#at - 1, 0),
      Home: 0,
      End: last,
    };
    if (event.key === "Escape") return this.#rest();
    const next = moves[event.key];
    const row = next === undefined ? undefined : rows[next];
    if (next === undefined || !row) return;
    event.preventDefault();
    this.#at = next;
    const box = this.getBoundingClientRect();
    const across = box.left + (box.width * (next + 0.5)) / rows.length;
    this.#tip.show(row, across, box.top + 24);
    this.#spoken.textContent = sentence(row);
  }

  #rest(): void {
    this.#tip.hide();
    this.#spoken.textContent = "";
    this.#at = -1;
  }
}
