import { transforms } from "vega-dataflow";
import * as encoders from "vega-encode";
import { locale } from "vega-format";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as shapers from "vega-transforms";
import { type Tooltip, View } from "vega-view";
import * as drawers from "vega-view-transforms";

Object.assign(transforms, shapers, drawers, encoders);

const numbers: Record<string, object> = {
  nl: { decimal: ",", thousands: ".", grouping: [3], currency: ["€\u00a0", ""], minus: "\u2212" },
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["€", ""], minus: "\u2212" },
};

/** Draw a compiled Vega specification in a place; expressions are interpreted, so nothing is evaluated as code. */
export async function live(
  place: HTMLElement,
  spec: object,
  language: string,
  tell: (event: MouseEvent, value: unknown) => void,
): Promise<void> {
  const tooltip: Tooltip = (_handler, event, _item, value) => tell(event, value);
  const view = new View(parse(spec, {}, { ast: true }), {
    renderer: "svg",
    container: place,
    hover: true,
    expr: expressionInterpreter,
    locale: locale(numbers[language] ?? numbers["en"] ?? {}),
    tooltip,
  });
  await view.runAsync();
}
