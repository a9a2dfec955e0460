import { addressOf, type Layer, type Layers, lookOf, saidOf } from "./layers";
import type { Live, Outlines } from "./municipalities";

/**
 * A button that opens the map of municipalities to move and zoom; before it is pressed nothing is loaded.
 *
 * Attributes: `outlines` and `layers` (addresses), `layer` (the one that is shown first, `item|per`), `place` (address of
 * a municipality with CODE for its code), `page` (address of the page), `open` (text of the button), `label` (name of
 * the map). Layers change in the browser; a click on the map opens the page of the municipality; without a pointer that hovers the first tap tells of it.
 */
export class PlacesMap extends HTMLElement {
  #spoken = document.createElement("p");
  #legend = document.createElement("div");
  #about = document.createElement("p");
  #list = document.createElement("a");

  connectedCallback(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "utrecht-button utrecht-button--secondary-action";
    button.textContent = this.getAttribute("open");
    button.addEventListener("click", () => void this.#open(button));
    this.append(button);
  }

  async #open(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const place = document.createElement("div");
    place.className = "kk-map__place kk-map__place--tall";
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", this.getAttribute("label") ?? "");
    const bar = document.createElement("div");
    bar.className = "kk-live__bar";
    try {
      const [{ openMunicipalities }, outlines, all] = await Promise.all([
        import("./municipalities"),
        read<Outlines>(this.getAttribute("outlines") ?? ""),
        read<Layers>(this.getAttribute("layers") ?? ""),
      ]);
      this.append(bar, this.#about, place, this.#spoken, this.#legend);
      const ink = (name: string, usual: string): string => getComputedStyle(this).getPropertyValue(name).trim() || usual;
      const inks = { ground: ink("--kk-sea", "#eef3f8"), ink: ink("--kk-ink", "#1b1f24"), paper: ink("--kk-paper", "#ffffff") };
      const state = { layer: this.#first(all) };
      const at = new Map(all.codes.map((code, place) => [code, place]));
      const live = await openMunicipalities(
        place,
        outlines,
        inks,
        (code) => this.#say(saidOf(all, shown(all, state.layer), at.get(code) ?? -1)),
        (code) => visit((this.getAttribute("place") ?? "").replace("CODE", code)),
      );
      const show = (): void => this.#show(all, state.layer, live, at);
      this.#fill(bar, all, state, show);
      show();
      button.remove();
      this.dataset["state"] = "live";
      bar.querySelector("select")?.focus({ preventScroll: true });
    } catch (fault: unknown) {
      for (const made of [bar, this.#about, place, this.#spoken, this.#legend]) made.remove();
      button.disabled = false;
      console.warn("The map stays a picture:", fault);
    }
  }

  /** The layer of the page, or the whole where the page shows an item that has no layer. */
  #first(all: Layers): string {
    const asked = this.getAttribute("layer") ?? "";
    return all.layers[asked] ? asked : `total|${asked.split("|")[1] ?? "household"}`;
  }

  #fill(bar: HTMLElement, all: Layers, state: { layer: string }, show: () => void): void {
    const [item = "", per = ""] = state.layer.split("|");
    const items = chooser(all.words.item, all.groups.map(({ name, items }) => ({ name, options: items })), item);
    const pers = chooser(all.words.per, [{ name: "", options: all.pers }], per);
    for (const { field } of [items, pers]) {
      field.addEventListener("change", () => {
        state.layer = `${items.field.value}|${pers.field.value}`;
        show();
      });
    }
    this.#list.className = "utrecht-link";
    this.#list.textContent = all.words.list;
    if (framed()) Object.assign(this.#list, { target: "_blank", rel: "noopener" });
    this.#spoken.className = "kk-live__said";
    this.#spoken.textContent = all.words.hint;
    this.#legend.className = "kk-live__legend";
    this.#about.className = "utrecht-paragraph kk-explanation";
    bar.append(items.box, pers.box, this.#list);
  }

  #show(all: Layers, name: string, live: Live, at: Map<string, number>): void {
    const layer = shown(all, name);
    live.paint((code) => lookOf(layer, all.key, at.get(code) ?? -1));
    this.#about.textContent = layer.about;
    this.#list.href = `${addressOf(all, this.getAttribute("page") ?? "", name)}#list`;
    this.#spoken.textContent = all.words.hint;
    this.#legend.replaceChildren(...legend(all, layer));
    this.dataset["layer"] = name;
  }

  #say(sentence: string): string {
    this.#spoken.textContent = sentence;
    return sentence;
  }
}

/** Whether this stands in a frame on another site, where our pages may not be shown. */
function framed(): boolean {
  return window.self !== window.top;
}

function visit(address: string): void {
  if (framed()) window.open(address, "_blank", "noopener");
  else location.assign(address);
}

async function read<Content>(address: string): Promise<Content> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as Content;
}

function shown(all: Layers, name: string): Layer {
  const layer = all.layers[name];
  if (!layer) throw new Error(`no layer ${name}`);
  return layer;
}

function chooser(
  label: string,
  groups: { name: string; options: { id: string; name: string }[] }[],
  chosen: string,
): { box: HTMLElement; field: HTMLSelectElement } {
  const box = document.createElement("label");
  box.className = "utrecht-form-label kk-live__choice";
  const field = document.createElement("select");
  field.className = "utrecht-select utrecht-select--html-select";
  for (const { name, options } of groups) {
    const made = options.map((one) => new Option(one.name, one.id, false, one.id === chosen));
    if (!name) field.append(...made);
    else {
      const group = document.createElement("optgroup");
      group.label = name;
      group.append(...made);
      field.append(group);
    }
  }
  box.append(label, field);
  return { box, field };
}

function legend(all: Layers, layer: Layer): HTMLElement[] {
  const { key } = all;
  const sures = key.sure.map((_, at) => at).filter((at) => layer.sure.includes(String(at)));
  const opacities = sures.map((at) => key.opacity[at] ?? 1);
  const classes = layer.classes.map((words, at) => patch(words, key.tints[at] ?? key.unknown, opacities));
  const paler = sures.map((at) => patch(key.sure[at] ?? "", key.tints[3] ?? key.unknown, [key.opacity[at] ?? 1]));
  const rest = [
    ...(layer.shade.includes("-") ? [patch(key.grey, key.unknown, [1])] : []),
    ...(layer.marked.includes("1") ? [patch(key.mark, "", [1])] : []),
  ];
  return [list(layer.unit, classes), list(key.paler, [...paler, ...rest])];
}

function list(title: string, items: HTMLElement[]): HTMLElement {
  const box = document.createElement("div");
  const head = document.createElement("p");
  head.className = "kk-live__title";
  head.textContent = title;
  const made = document.createElement("ul");
  made.className = "kk-live__keys";
  made.append(...items);
  box.append(head, made);
  return box;
}

/** A line of the legend: a patch of colour for each certainty, or the mark, with what it means. */
function patch(words: string, tint: string, opacities: number[]): HTMLElement {
  const item = document.createElement("li");
  const patches = document.createElement("span");
  patches.className = "kk-live__patches";
  for (const opacity of opacities) {
    const colour = document.createElement("span");
    colour.className = tint ? "kk-live__patch" : "kk-live__mark";
    if (tint) {
      colour.style.setProperty("background", tint);
      colour.style.setProperty("opacity", String(opacity));
    }
    patches.append(colour);
  }
  item.append(patches, words);
  return item;
}
