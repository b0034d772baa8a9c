// A training plan as a grid of weeks and days, with the keys of the WAI-ARIA grid pattern: one stop for
// Tab, arrows inside, a number sets km, Enter opens the form of the day. On a narrow screen the same
// cells stand as a list of days, one week unfolded. Every edit is made in Python; what was typed stays
// until it was taken.

const NARROW = 640;
const BUTTONS = { undo: "Undo", redo: "Redo", earlier: "Earlier weeks", later: "Later weeks" };
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const press = (words, act, attributes = {}) => makeButton(words, act, { class: "hip-plan-button", ...attributes });

function render({ model, el }) {
  const id = newId("hip-plan");
  el.classList.add("hip-plan");
  const bar = make("div", { class: "hip-plan-bar" });
  const grid = make("div", { role: "grid", "aria-label": model.get("label"), "aria-describedby": `${id}-keys` });
  const problem = make("p", { class: "hip-error", role: "alert" });
  const said = make("p", { class: "hip-plan-said", role: "status" });
  const keys = make("p", { class: "hip-help", id: `${id}-keys` }, "Arrows move between days. Type a number to set the kilometres (or miles, as 5 mi), Enter opens the day, Delete takes a run away, Ctrl+Z and Ctrl+Y undo and redo.");
  const area = make("div", { class: "hip-plan-form-area" });
  el.replaceChildren(bar, grid, problem, said, keys, area);
  let input = null;

  const send = (what, more = {}) => model.send({ do: what, ...more });
  const cellOf = (day) => grid.querySelector(`[data-day="${day}"]`);
  // The day in hand is known here first: messages keep their order, changes of the model may not.
  let now = model.get("goal")[0];
  const chosen = () => cellOf(now);

  for (const [name, words] of Object.entries(BUTTONS)) {
    bar.append(press(words, ({ currentTarget: button }) => { if (button.getAttribute("aria-disabled") !== "true") send(name); }, { "data-do": name }));
  }

  function words() {
    for (const button of bar.children) {
      const name = button.dataset.do;
      const what = model.get("steps")[name] ?? "";
      button.setAttribute("aria-disabled", String(!what));
      button.textContent = name === "undo" || name === "redo" ? (what ? `${BUTTONS[name]}: ${what}` : `Nothing to ${name}`) : BUTTONS[name];
    }
    said.textContent = model.get("said")[0] ?? "";
  }

  function build() {
    const focused = grid.contains(document.activeElement);
    input = null;
    const head = make("div", { role: "row", class: "hip-plan-head" }, make("span", { role: "columnheader" }, "Week"), ...DAYS.map((day) => make("span", { role: "columnheader", "aria-label": day }, day.slice(0, 3))));
    grid.replaceChildren(head, ...model.get("weeks").map((week) => {
      const name = make("div", { role: "rowheader" }, make("b", {}, week.name), make("span", {}, week.since), make("span", {}, week.total));
      const row = make("div", { role: "row" }, name);
      name.addEventListener("click", () => pick(cellOf(week.days[0].day)));
      for (const day of week.days) {
        const lines = day.runs.map(([km, kind]) => make("span", { class: "hip-plan-run" }, make("b", {}, `${km} km`), ` ${kind}`));
        // JupyterLab must not take the keys: "d" twice would delete the notebook's cell.
        const cell = make("div", { role: "gridcell", tabindex: "-1", "data-lm-suppress-shortcuts": "true", "data-day": day.day, "aria-label": day.words }, make("span", { class: "hip-plan-day" }, make("i", {}, `${day.weekday} `), day.date), ...(lines.length ? lines : [make("span", { class: "hip-plan-rest" }, "rest")]));
        if (!lines.length) cell.classList.add("hip-plan-free");
        row.append(cell);
      }
      return row;
    }));
    mark();
    if (focused) chosen()?.focus();
  }

  function mark() {
    const mine = chosen();
    for (const cell of grid.querySelectorAll("[role=gridcell]")) {
      cell.tabIndex = cell === mine ? 0 : -1;
      cell.setAttribute("aria-selected", String(cell === mine));
    }
    for (const row of grid.children) row.classList.toggle("hip-plan-now", row.contains(mine));
  }

  function pick(cell) {
    if (cell.dataset.day !== now) {
      problem.textContent = "";
      now = cell.dataset.day;
      send("at", { day: now });
    }
    mark();
    cell.focus();
  }

  function move(days) {
    const [year, month, day] = now.split("-").map(Number);
    const there = new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
    const cell = cellOf(there);
    if (cell) pick(cell);
    else send("go", { day: there });
  }

  function type(text) {
    const cell = chosen();
    input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", class: "hip-plan-type", "aria-label": `Kilometres, ${cell.getAttribute("aria-label")}` });
    input.value = text;
    cell.append(input);
    input.focus();
    input.addEventListener("input", () => input.removeAttribute("aria-invalid"));
    // Leaving takes the number, unless it was refused before.
    input.addEventListener("blur", () => { if (input?.hasAttribute("aria-invalid")) stop(); else take(); });
  }

  function take() {
    if (!input) return;
    if (input.value.trim()) send("km", { day: input.parentElement.dataset.day, value: input.value });
    else stop();
  }

  function stop() {
    const old = input;
    input = null;
    old?.remove();
  }

  function key(event) {
    const [name, control] = [event.key, event.ctrlKey || event.metaKey];
    if (event.target === input) {
      if (name === "Enter") take();
      else if (name === "Escape") { stop(); problem.textContent = ""; chosen().focus(); }
      else return;
      event.preventDefault();
      return;
    }
    const list = grid.classList.contains("hip-plan-list");
    const place = [...chosen().parentElement.children].indexOf(chosen());
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: list ? -1 : -7, ArrowDown: list ? 1 : 7, Home: 1 - place, End: 7 - place };
    if (control && ["z", "y", "Z", "Y"].includes(name)) send(name.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
    else if (control && (name === "Home" || name === "End")) send("go", { day: name === "Home" ? "first" : "last" });
    else if (control || event.altKey) return;
    else if (name in steps) { if (steps[name]) move(steps[name]); }
    else if (name === "PageUp" || name === "PageDown") send(name === "PageUp" ? "earlier" : "later");
    else if (name === "Enter" || name === "F2") open(now);
    else if (name === "Delete" || name === "Backspace") send("delete", { day: now });
    else if (/^[0-9.,]$/.test(name)) type(name);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- the form of a day

  const form = () => area.querySelector("form");
  const fields = () => [...(form()?.querySelectorAll("input, select") ?? [])];
  const dirty = () => fields().some((field) => field.value !== field.dataset.was);

  function open(day, place = 0) {
    if (dirty()) {
      problem.textContent = "The form below holds changes: save or close it first.";
      fields()[0].focus();
    } else send("open", { day, place });
  }

  function close() {
    area.replaceChildren();
    problem.textContent = "";
    chosen()?.focus();
  }

  function field(spec) {
    const own = `${id}-${spec.name}`;
    const control = make(spec.options && spec.name === "run_type" ? "select" : "input", { id: own, name: spec.name, autocomplete: "off", "aria-describedby": `${own}-help ${own}-error` });
    if (control.tagName === "SELECT") control.append(...spec.options.map(([value, name]) => make("option", { value }, name)));
    const box = make("div", { class: "hip-plan-field" }, make("label", { for: own }, spec.label), control);
    if (control.tagName === "INPUT" && spec.options) {
      control.setAttribute("list", `${own}-list`);
      box.append(make("datalist", { id: `${own}-list` }, ...spec.options.map((value) => make("option", { value }))));
    }
    control.value = spec.value;
    control.dataset.was = spec.value;
    box.append(make("span", { class: "hip-help", id: `${own}-help` }, spec.help), make("span", { class: "hip-error", id: `${own}-error` }));
    return box;
  }

  function draw() {
    const { title, day, place, runs, fields: specs } = model.get("form");
    if (!title) { area.replaceChildren(); return; }
    const made = make("form", { "aria-labelledby": `${id}-title`, novalidate: "" }, make("p", { class: "hip-plan-title", id: `${id}-title` }, title));
    const tabs = make("div", { class: "hip-plan-bar" }, ...[...runs, "Add a run"].map((name, number) => press(name, () => open(day, number), { "aria-pressed": String(number === place) })));
    const remove = press("Delete this run", () => { area.replaceChildren(); send("delete", { day, place }); chosen()?.focus(); });
    const shut = press("Close", close);
    const save = make("button", { type: "submit", class: "hip-plan-button hip-plan-save" }, "Save");
    made.append(...(runs.length ? [tabs] : []), make("div", { class: "hip-plan-fields" }, ...specs.map(field)), make("p", { class: "hip-error hip-plan-whole", role: "alert" }), make("div", { class: "hip-plan-bar" }, save, ...(place < runs.length ? [remove] : []), shut));
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      send("save", { day, place, values: Object.fromEntries(fields().map((one) => [one.name, one.value])) });
    });
    made.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close();
    });
    area.replaceChildren(made);
    made.querySelector("[name=distance_km]").focus();
  }

  function faults(found) {
    for (const one of fields()) {
      const words = found[one.name] ?? "";
      document.getElementById(`${one.id}-error`).textContent = words;
      if (words) one.setAttribute("aria-invalid", "true");
      else one.removeAttribute("aria-invalid");
    }
    form().querySelector(".hip-plan-whole").textContent = found[""] ?? "";
    form().querySelector("[aria-invalid]")?.focus();
  }

  grid.addEventListener("keydown", key);
  // A click chooses a day; on the day in hand it opens the form.
  let again = false;
  grid.addEventListener("pointerdown", (event) => { again = event.target.closest("[role=gridcell]") === document.activeElement; });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell || event.target === input) return;
    pick(cell);
    if (again || grid.classList.contains("hip-plan-list")) open(cell.dataset.day);
  });
  model.on("msg:custom", (told) => {
    problem.textContent = told.problem ?? "";
    if (told.problem && input) { input.setAttribute("aria-invalid", "true"); input.focus(); }
    if (told.faults) faults(told.faults);
    if (told.saved) close();
  });
  model.on("change:weeks", build);
  model.on("change:goal", () => { [now] = model.get("goal"); const focused = grid.contains(document.activeElement) && document.activeElement !== input; mark(); if (focused) chosen()?.focus(); });
  model.on("change:steps change:said", words);
  model.on("change:form", draw);
  const watch = new ResizeObserver(() => grid.classList.toggle("hip-plan-list", el.clientWidth < NARROW));
  watch.observe(el);
  words();
  build();
  return () => watch.disconnect();
}

export default { render };
