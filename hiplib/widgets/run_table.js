// A table of runs, some at a time. Each row can be acted on; the focus stays in its place.

function render({ model, el }) {
  el.classList.add("hip-live");

  function cell(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function action(words, label, message, disabled = false) {
    const made = cell("button", words, { type: "button", "aria-label": label });
    made.disabled = disabled;
    made.addEventListener("click", () => model.send(message));
    return made;
  }

  function row({ place, day, km, time, source, reason }) {
    const line = document.createElement("tr");
    const unit = model.get("unit");
    const input = document.createElement("input");
    Object.assign(input, { type: "text", inputMode: "decimal", value: km, size: 6, autocomplete: "off" });
    input.setAttribute("aria-label", `Distance in ${unit}, run of ${day}`);
    input.addEventListener("change", () => model.send({ act: "correct", place, value: input.value }));
    const distance = cell("td", "");
    distance.append(input);
    const act = cell("td", "");
    act.append(model.get("aside")
      ? action("Count it", `Count the run of ${day}`, { act: "restore", place })
      : action("Leave out", `Leave out the run of ${day}`, { act: "exclude", place }));
    line.append(cell("th", day, { scope: "row" }), distance, cell("td", time), cell("td", reason || source), act);
    return line;
  }

  function draw() {
    const buttons = [...el.querySelectorAll("button, input")];
    const at = buttons.indexOf(document.activeElement);
    const [first, total, page] = model.get("window");
    const last = first + model.get("rows").length;
    const table = cell("table", "", { class: "hip-table hip-runs" });
    table.append(cell("caption", total ? `${model.get("caption")}: ${first + 1} to ${last} of ${total.toLocaleString("en")}, newest first` : `${model.get("caption")}: none`));
    const head = cell("tr", "");
    const names = ["Run", `Distance (${model.get("unit")})`, "Time", model.get("aside") ? "Why" : "Source", "Change"];
    head.append(...names.map((name) => cell("th", name, { scope: "col" })));
    const body = document.createElement("tbody");
    body.append(...model.get("rows").map(row));
    table.append(head, body);
    const scroll = cell("div", "", { class: "hip-scroll", tabindex: "0", role: "region", "aria-label": model.get("caption") });
    scroll.append(table);
    const turn = cell("p", "", { class: "hip-runs-turn" });
    turn.append(
      action("Newer", "Newer runs", { turn: -page }, first === 0),
      action("Older", "Older runs", { turn: page }, last >= total),
    );
    el.replaceChildren(scroll, ...(total > page ? [turn] : []));
    const now = [...el.querySelectorAll("button, input")];
    if (at >= 0 && now.length) now[Math.min(at, now.length - 1)].focus();
  }

  model.on("change:rows change:window change:unit change:aside", () => requestAnimationFrame(draw));
  draw();
}

export default { render };
