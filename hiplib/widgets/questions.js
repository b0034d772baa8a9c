// A list of questions. Each is a fieldset with its legend, so that a screen reader says the question
// with every choice; nothing is chosen beforehand.

function render({ model, el }) {
  const uid = Math.random().toString(36).slice(2, 8);
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

  function changed(item, input) {
    const answers = { ...model.get("answers") };
    if (item.many) {
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
    const set = document.createElement("fieldset");
    set.dataset.question = item.id;
    const legend = document.createElement("legend");
    legend.textContent = item.text;
    set.append(legend);
    if (item.help) {
      const help = document.createElement("p");
      help.id = `${uid}-${item.id}-help`;
      help.className = "hip-help";
      help.textContent = item.help;
      set.append(help);
      set.setAttribute("aria-describedby", help.id);
    }
    const row = document.createElement("div");
    // Sentences stand below each other, short words side by side.
    row.className = item.choices.some(([, text]) => text.length > 28) ? "hip-choices hip-sentences" : "hip-choices";
    row.classList.toggle("hip-many", item.many);
    for (const [value, text] of item.choices) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = item.many ? "checkbox" : "radio";
      input.name = `${uid}-${item.id}`;
      input.value = value;
      input.addEventListener("change", () => changed(item, input));
      label.append(input, document.createElement("span"));
      label.lastElementChild.textContent = text;
      row.append(label);
    }
    if (item.number) {
      const field = document.createElement("input");
      field.type = "text";
      field.inputMode = "numeric";
      field.className = "hip-number-field";
      field.setAttribute("aria-label", item.text);
      field.addEventListener("change", () => typed(item, field));
      row.prepend(field);
    }
    const feedback = document.createElement("p");
    feedback.className = "hip-feedback";
    feedback.setAttribute("aria-live", "polite");
    set.append(row, feedback);
    return set;
  }

  function build() {
    el.replaceChildren();
    const group = document.createElement("div");
    if (model.get("legend")) {
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", model.get("legend"));
      const title = document.createElement("p");
      title.className = "hip-questions-title";
      title.textContent = model.get("legend");
      group.append(title);
    }
    group.append(...model.get("items").map(field));
    el.append(group);
    mark();
    react();
  }

  function mark() {
    const answers = model.get("answers");
    for (const set of el.querySelectorAll("fieldset")) {
      const chosen = [answers[set.dataset.question] ?? []].flat();
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
