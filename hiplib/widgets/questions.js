// A list of questions. Each is a fieldset with its legend, so that a screen reader says the question
// with every choice; nothing is chosen beforehand.

function render({ model, el }) {
  const uid = newId("hip-asked");
  el.classList.add("hip-questions");

  function remembered() {
    const key = model.get("remember");
    if (!key) return;
    try {
      const known = JSON.parse(localStorage.getItem(key) ?? "{}");
      const answers = {};
      for (const item of model.get("items")) {
        if (item.choices.some(([choice]) => choice === known[item.id])) answers[item.id] = known[item.id];
      }
      if (Object.keys(answers).length) send({ ...model.get("answers"), ...answers });
    } catch { /* private mode or a damaged entry: the question simply starts unanswered */ }
  }

  function send(answers) {
    model.set("answers", answers);
    model.save_changes();
  }

  // Several choices, an order or pairs are put together first and sent by a button.
  let drafts = {};
  const now = (id) => drafts[id] ?? model.get("answers")[id];

  function draft(item, value) {
    if (value === undefined) delete drafts[item.id]; else drafts[item.id] = value;
    mark();
  }

  function whole(item) {
    const value = now(item.id);
    if (item.form === "order") return Array.isArray(value) ? value : item.parts.map(([id]) => id);
    if (item.form === "match") return value && typeof value === "object" && item.parts.every(([id]) => value[id]) ? value : null;
    return Array.isArray(value) && value.length ? value : null;
  }

  function check(item, set) {
    const value = whole(item);
    if (!value) {
      set.querySelector(".hip-state").textContent = "Choose first, or say that you don't know.";
      ([...set.querySelectorAll("select")].find((one) => !one.value) ?? set.querySelector("input"))?.focus();
      return;
    }
    delete drafts[item.id];
    set.querySelector(".hip-state").textContent = "";
    keep({ ...model.get("answers"), [item.id]: value });
  }

  function ordering(item, set) {
    function move([id, text], step, button) {
      const order = [...whole(item)];
      const from = order.indexOf(id), to = from + step;
      if (to < 0 || to >= order.length) return;
      [order[from], order[to]] = [order[to], order[from]];
      draft(item, order);
      button.focus();
      set.querySelector(".hip-state").textContent = `${text}: now ${to + 1} of ${order.length}.`;
    }
    return make("ol", { class: "hip-order" }, ...item.parts.map((part) => make(
      "li", { "data-part": part[0] }, make("span", {}, part[1]),
      ...[["Up", -1], ["Down", 1]].map(([name, step]) => makeButton(
        name, (event) => move(part, step, event.currentTarget), { "aria-label": `Move ${name.toLowerCase()}: ${part[1]}` },
      )),
    )));
  }

  function matching(item) {
    return make("div", { class: "hip-match" }, ...item.parts.map(([id, text]) => {
      const select = make("select", { "data-part": id }, ...["", ...item.targets].map((one) => new Option(one || "Choose", one)));
      select.addEventListener("change", () => {
        const known = now(item.id);
        draft(item, { ...(known && typeof known === "object" ? known : {}), [id]: select.value });
      });
      return make("label", {}, text, select);
    }));
  }

  function pointing(item) {
    const box = make("div", { class: "hip-body-drawing hip-body-map" });
    box.innerHTML = item.picture;
    box.addEventListener("click", (event) => {
      const region = event.target.closest("[data-region]")?.dataset.region;
      if (region) changed(item, { value: region });
    });
    return box;
  }

  function changed(item, input) {
    if (item.form && input.value !== "unknown") {
      const chosen = new Set([now(item.id) ?? []].flat().filter((one) => one !== "unknown"));
      if (input.checked) chosen.add(input.value); else chosen.delete(input.value);
      draft(item, [...chosen]);
      return;
    }
    delete drafts[item.id];
    const answers = { ...model.get("answers") };
    if (item.many && !item.form) {
      let chosen = new Set(answers[item.id] === undefined ? [] : [answers[item.id]].flat());
      if (input.checked) {
        // "I don't know" and "none of these" each stand alone.
        if (["unknown", "none"].includes(input.value)) chosen = new Set();
        else ["unknown", "none"].forEach((alone) => chosen.delete(alone));
        chosen.add(input.value);
      } else chosen.delete(input.value);
      if (chosen.size) answers[item.id] = [...chosen]; else delete answers[item.id];
    } else answers[item.id] = input.value;
    keep(answers);
  }

  // A number that is typed and "I don't know" exclude each other; an empty field is no answer.
  function typed(item, field) {
    const answers = { ...model.get("answers") };
    if (field.value.trim()) answers[item.id] = field.value.trim(); else delete answers[item.id];
    keep(answers);
  }

  function keep(answers) {
    const key = model.get("remember");
    if (key) try { localStorage.setItem(key, JSON.stringify(answers)); } catch { /* see above */ }
    send(answers);
  }

  function field(item) {
    const set = make("fieldset", { "data-question": item.id }, make("legend", {}, item.text));
    if (item.help) {
      const help = `${uid}-${item.id}-help`;
      set.append(make("p", { id: help, class: "hip-help" }, item.help));
      set.setAttribute("aria-describedby", help);
    }
    const row = make("div", { class: "hip-choices" });
    // Sentences stand below each other, short words side by side.
    row.classList.toggle("hip-sentences", item.choices.some(([, text]) => text.length > 28));
    row.classList.toggle("hip-many", item.many);
    for (const [value, text] of item.choices) {
      const type = item.many && !(item.form && value === "unknown") ? "checkbox" : "radio";
      const input = make("input", { type, name: `${uid}-${item.id}`, value });
      input.addEventListener("change", () => changed(item, input));
      row.append(make("label", {}, input, make("span", {}, text)));
    }
    if (item.number) {
      const field = make("input", { type: "text", inputmode: "decimal", class: "hip-number-field", "aria-label": item.text });
      field.addEventListener("change", () => typed(item, field));
      row.prepend(field, ...(item.unit ? [make("span", { class: "hip-unit" }, item.unit)] : []));
    }
    if (item.form) {
      if (item.form === "order") set.append(ordering(item, set));
      if (item.form === "match") set.append(matching(item));
      row.append(makeButton("Check this answer", () => check(item, set), { class: "hip-check-button" }));
      set.append(make("p", { class: "hip-help hip-state", role: "status" }));
    }
    if (item.picture) set.append(pointing(item));
    set.append(row, make("p", { class: "hip-feedback", "aria-live": "polite" }));
    return set;
  }

  function build() {
    drafts = {};
    const legend = model.get("legend");
    const title = legend ? [make("p", { class: "hip-questions-title" }, legend)] : [];
    el.replaceChildren(make("div", legend ? { role: "group", "aria-label": legend } : {}, ...title, ...model.get("items").map(field)));
    mark();
    react();
  }

  function mark() {
    for (const set of el.querySelectorAll("fieldset")) {
      const value = now(set.dataset.question);
      const chosen = [value ?? []].flat();
      const list = set.querySelector(".hip-order");
      if (list && Array.isArray(value)) list.append(...value.map((id) => list.querySelector(`[data-part="${id}"]`)).filter(Boolean));
      for (const one of set.querySelectorAll(".hip-match select")) one.value = value?.[one.dataset.part] ?? "";
      for (const shape of set.querySelectorAll("[data-region]")) shape.toggleAttribute("data-chosen", chosen.includes(shape.dataset.region));
      for (const input of set.querySelectorAll("label input")) input.checked = chosen.includes(input.value);
      const field = set.querySelector(".hip-number-field");
      if (field && document.activeElement !== field) field.value = chosen.filter((one) => one !== "unknown").join("");
      set.classList.toggle("hip-answered", chosen.length > 0);
    }
  }

  function react() {
    const feedback = model.get("feedback");
    for (const set of el.querySelectorAll("fieldset")) {
      const said = feedback[set.dataset.question] ?? ["", ""];
      const [text, kind] = Array.isArray(said) ? said : [said, ""];
      const line = set.querySelector(".hip-feedback");
      if (line.textContent !== text) line.textContent = text;
      line.dataset.kind = kind;
    }
  }

  // After a button elsewhere brought a new question: to its choices, and to the start of its part.
  function focus() {
    el.querySelector("input")?.focus({ preventScroll: true });
    const part = el.closest(".hip-row") ?? el;
    const { top, bottom } = part.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) part.scrollIntoView();
  }

  build();
  model.on("msg:custom", (said) => { if (said === "focus") focus(); });
  model.on("change:items change:legend", build);
  model.on("change:answers", mark);
  model.on("change:feedback", react);
  remembered();
}

export default { render };
