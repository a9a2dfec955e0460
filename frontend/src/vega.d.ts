/** The few names of the Vega runtime that are used here; its packages carry no types of their own. */

declare module "vega-dataflow" {
  export const transforms: Record<string, unknown>;
}
declare module "vega-transforms";
declare module "vega-view-transforms";
declare module "vega-encode";
declare module "vega-interpreter" {
  export const expressionInterpreter: unknown;
}
declare module "vega-format" {
  export function locale(number: object, time?: object): unknown;
}
declare module "vega-parser" {
  export function parse(spec: object, config?: object, options?: { ast: boolean }): object;
}
declare module "vega-view" {
  export type Tooltip = (handler: unknown, event: MouseEvent, item: unknown, value: unknown) => void;
  export class View {
    constructor(runtime: object, options: object);
    runAsync(): Promise<View>;
    finalize(): View;
  }
}
