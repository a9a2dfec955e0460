import "./styles.css";
import { LiveChart } from "./chart";

customElements.define("kk-chart", LiveChart);
