/** The card beside a pointer or a chosen year; for the eye only, what it says is spoken elsewhere. */
export class Tip {
  #card: HTMLElement | undefined;

  show(pairs: [name: string, value: unknown][], x: number, y: number): void {
    const card = (this.#card ??= this.#made());
    card.replaceChildren(...pairs.map(([name, value]) => line(name, String(value))));
    card.hidden = false;
    const room = 12;
    const left = x + room + card.offsetWidth > window.innerWidth ? x - room - card.offsetWidth : x + room;
    const top = Math.min(y + room, window.innerHeight - card.offsetHeight - room);
    card.style.left = `${Math.max(room, left)}px`;
    card.style.top = `${Math.max(room, top)}px`;
  }

  hide(): void {
    if (this.#card) this.#card.hidden = true;
  }

  remove(): void {
    this.#card?.remove();
    this.#card = undefined;
  }

  #made(): HTMLElement {
    const card = document.createElement("div");
    card.className = "kk-tip";
    card.setAttribute("aria-hidden", "true");
    document.body.append(card);
    return card;
  }
}

function line(name: string, value: string): HTMLElement {
  const row = document.createElement("div");
  const term = document.createElement("span");
  const shown = document.createElement("strong");
  term.textContent = name;
  shown.textContent = value;
  row.append(term, shown);
  return row;
}
