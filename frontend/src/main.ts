import "./styles.css";
import { LiveChart } from "./chart";
import { PlacesMap } from "./places";
import { WorldMap } from "./worldmap";

customElements.define("kk-chart", LiveChart);
customElements.define("kk-map", WorldMap);
customElements.define("kk-places", PlacesMap);
