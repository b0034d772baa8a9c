// A list box whose lines may wrap: Tab reaches it once, arrows, Home and End pick a line.

function render({ model, el }) {
  const id = newId("hip-pick");
  el.classList.add("hip-pick");
  el.innerHTML = `<p class="hip-pick-label" id="${id}"></p><div role="listbox" tabindex="0" aria-labelledby="${id}"></div>`;
  const list = el.lastElementChild;
  el.firstElementChild.textContent = model.get("label");

  function build() {
    list.replaceChildren(...model.get("_items").map(([key, html], place) => {
      const line = make("div", { role: "option", id: `${id}-${place}`, "data-id": key });
      line.innerHTML = html;
      return line;
    }));
    list.scrollTop = 0;
    mark();
  }

  function mark() {
    const chosen = model.get("chosen");
    list.removeAttribute("aria-activedescendant");
    for (const line of list.children) {
      const on = line.dataset.id === chosen;
      line.setAttribute("aria-selected", String(on));
      if (!on) continue;
      list.setAttribute("aria-activedescendant", line.id);
      const high = line.offsetTop - list.offsetTop;
      if (high < list.scrollTop) list.scrollTop = high;
      if (high + line.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = high + line.offsetHeight - list.clientHeight;
    }
  }

  function pick(line) {
    if (!line) return;
    model.set("chosen", line.dataset.id);
    model.save_changes();
  }

  list.addEventListener("click", (event) => pick(event.target.closest("[role=option]")));
  list.addEventListener("keydown", (event) => {
    const lines = [...list.children];
    const here = lines.findIndex((line) => line.dataset.id === model.get("chosen"));
    const there = { ArrowDown: here + 1, ArrowUp: Math.max(here, 0) - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (there === undefined) return;
    event.preventDefault();
    pick(lines[Math.min(Math.max(there, 0), lines.length - 1)]);
  });
  build();
  // Once it is laid out, the chosen line is brought into sight.
  requestAnimationFrame(mark);
  model.on("change:_items", build);
  model.on("change:chosen", mark);
}

export default { render };
