// A table of runs, some at a time. Each row can be acted on; the focus stays in its place.

function render({ model, el }) {
  el.classList.add("hip-live");

  function action(words, label, message, disabled = false) {
    const made = makeButton(words, () => model.send(message), { "aria-label": label });
    made.disabled = disabled;
    return made;
  }

  function row({ place, day, km, time, source, reason }) {
    const input = make("input", { type: "text", inputmode: "decimal", value: km, size: 6, autocomplete: "off", "aria-label": `Distance in ${model.get("unit")}, run of ${day}` });
    input.addEventListener("change", () => model.send({ act: "correct", place, value: input.value }));
    const act = model.get("aside")
      ? action("Count it", `Count the run of ${day}`, { act: "restore", place })
      : action("Leave out", `Leave out the run of ${day}`, { act: "exclude", place });
    // On paper the number stands without its box.
    const distance = make("td", {}, input, make("span", {}, km));
    return make("tr", {}, make("th", { scope: "row" }, day), distance, make("td", {}, time), make("td", {}, reason || source), make("td", {}, act));
  }

  function draw() {
    const buttons = [...el.querySelectorAll("button, input")];
    const at = buttons.indexOf(document.activeElement);
    const [first, total, page] = model.get("window");
    const last = first + model.get("rows").length;
    const count = total ? `${first + 1} to ${last} of ${total.toLocaleString("en")}, newest first` : "none";
    const names = ["Run", `Distance (${model.get("unit")})`, "Time", model.get("aside") ? "Why" : "Source", "Change"];
    const table = make(
      "table", { class: "hip-table hip-runs" },
      make("caption", {}, `${model.get("caption")}: ${count}`),
      make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name))),
      make("tbody", {}, ...model.get("rows").map(row)),
    );
    const scroll = make("div", { class: "hip-scroll", tabindex: "0", role: "region", "aria-label": model.get("caption") }, table);
    const turn = make(
      "p", { class: "hip-runs-turn" },
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
