/** A row of a chart's table: pairs of column name and shown value, the first being what the row is about. */
export type Row = [name: string, value: string][];

/** The rows of a table, as the page shows them: the server has already written every number in the reader's language. */
export function rowsOf(table: HTMLTableElement): Row[] {
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
  return [...(table.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.cells].map((cell, index): [string, string] => [names[index] ?? "", cell.textContent.trim()]),
  );
}

/** A row as it is spoken: `2008: Nederland 62,2; China 12,1; Totaal 225,8`. */
export function sentence(row: Row): string {
  const [about, ...rest] = row;
  return `${about?.[1] ?? ""}: ${rest.map(([name, value]) => `${name} ${value}`).join("; ")}`;
}
