// @vitest-environment jsdom
import { expect, test } from "vitest";
import { rowsOf, sentence } from "../src/rows";

const table = (): HTMLTableElement => {
  document.body.innerHTML = `<table id="t"><thead><tr><th>Jaar</th><th>Nederland</th><th>Totaal</th></tr></thead>
    <tbody><tr><th>2007</th><td>61,0</td><td>220,1</td></tr><tr><th>2008</th><td>62,2</td><td>225,8</td></tr></tbody></table>`;
  return document.getElementById("t") as HTMLTableElement;
};

test("rows carry the names of their columns and the numbers as shown", () => {
  expect(rowsOf(table())[1]).toEqual([
    ["Jaar", "2008"],
    ["Nederland", "62,2"],
    ["Totaal", "225,8"],
  ]);
});

test("a row is spoken with what it is about first", () => {
  expect(sentence(rowsOf(table())[1] ?? [])).toBe("2008: Nederland 62,2; Totaal 225,8");
});
