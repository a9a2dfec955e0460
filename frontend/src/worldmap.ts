import type { FeatureCollection } from "geojson";

/**
 * A button that opens a map to move and zoom; before it is pressed nothing is loaded.
 *
 * Attributes: `src` (address of the GeoJSON), `open` (text of the button), `label` (name of the map).
 */
export class WorldMap extends HTMLElement {
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
    place.className = "kk-map__place";
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", this.getAttribute("label") ?? "");
    try {
      const [{ openMap }, answer] = await Promise.all([import("./map"), fetch(this.getAttribute("src") ?? "")]);
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      this.append(place);
      const sea = getComputedStyle(this).getPropertyValue("--kk-sea").trim() || "#eef3f8";
      await openMap(place, (await answer.json()) as FeatureCollection, sea);
      button.remove();
      this.dataset["state"] = "live";
      place.querySelector("canvas")?.focus({ preventScroll: true });
    } catch (fault: unknown) {
      place.remove();
      button.disabled = false;
      console.warn("The map stays a picture:", fault);
    }
  }
}
