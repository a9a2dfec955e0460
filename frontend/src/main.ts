import "./styles.css";
import { LiveChart } from "./chart";
import { PlacesMap } from "./places";
import { WorldMap } from "./worldmap";

customElements.define("kk-chart", LiveChart);
customElements.define("kk-map", WorldMap);
customElements.define("kk-places", PlacesMap);

/** What one page alone needs is loaded there. */
const alone: Record<string, () => Promise<CustomElementConstructor>> = {
  "kk-household": async () => (await import("./mine")).MyHousehold,
  "kk-policy": async () => (await import("./policy")).PolicySliders,
};
for (const [name, load] of Object.entries(alone)) {
  if (document.querySelector(name)) void load().then((element) => customElements.define(name, element));
}
