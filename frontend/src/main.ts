import "./styles.css";
import { LiveChart } from "./chart";
import { WorldMap } from "./worldmap";

customElements.define("kk-chart", LiveChart);
customElements.define("kk-map", WorldMap);
