// A drawing whose regions can be clicked, and a button for each of them. Both show the same choice.

function render({ model, el }) {
  el.classList.add("hip-body-map");
  el.innerHTML = `<div class="hip-body-drawing">${model.get("_drawing")}<p class="hip-help">Schematic</p></div>
    <div class="hip-body-names" role="group"><p class="hip-body-label"></p></div>`;
  const drawing = el.querySelector("svg");
  const names = el.querySelector(".hip-body-names");
  names.setAttribute("aria-label", model.get("label"));
  names.firstElementChild.textContent = model.get("label");

  const buttons = model.get("_regions").map((region) => {
    const button = makeButton(region.name, () => toggle(region.id), { "data-region": region.id });
    button.prepend(make("span", { class: "hip-body-number", "aria-hidden": "true", "data-number": region.number ?? "" }));
    for (const event of ["focus", "pointerenter"]) button.addEventListener(event, () => point(region.id));
    for (const event of ["blur", "pointerleave"]) button.addEventListener(event, () => point(null));
    return button;
  });
  names.append(...buttons);

  function toggle(id) {
    const chosen = model.get("chosen");
    const rest = model.get("many") ? chosen.filter((one) => one !== id) : [];
    model.set("chosen", chosen.includes(id) ? rest : [...rest, id]);
    model.save_changes();
  }

  function point(id) {
    for (const one of [...buttons, ...drawing.querySelectorAll("[data-region]")]) {
      one.classList.toggle("hip-pointed", one.dataset.region === id);
    }
  }

  function show() {
    const chosen = model.get("chosen");
    for (const button of buttons) {
      const on = chosen.includes(button.dataset.region);
      button.setAttribute("aria-pressed", String(on));
      const number = button.firstElementChild;
      number.textContent = on ? "✓" : number.dataset.number;
    }
    for (const shape of drawing.querySelectorAll("[data-region]")) {
      shape.toggleAttribute("data-chosen", chosen.includes(shape.dataset.region));
    }
  }

  // Arrows move between the buttons, as Tab does.
  names.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const here = buttons.indexOf(event.target);
    if (!step || here < 0) return;
    event.preventDefault();
    buttons[(here + step + buttons.length) % buttons.length].focus();
  });
  const under = (event) => event.target.closest("[data-region]")?.dataset.region ?? null;
  drawing.addEventListener("click", (event) => { if (under(event)) toggle(under(event)); });
  drawing.addEventListener("pointerover", (event) => point(under(event)));
  drawing.addEventListener("pointerleave", () => point(null));
  show();
  model.on("change:chosen", show);
}

export default { render };
