// A slider and a number box that show one value. The box accepts what the slider can reach and says
// so beside itself when a number is outside; the last good value stays in force.

function render({ model, el }) {
  const id = newId("hip-slider");
  el.classList.add("hip-slider");
  el.innerHTML = `<div class="hip-slider-head"><label for="${id}"></label>
      <span class="hip-slider-number"><input type="text" inputmode="decimal" autocomplete="off" aria-describedby="${id}-error"><span class="hip-unit"></span></span></div>
    <input type="range" id="${id}">
    <p class="hip-help"></p><p class="hip-error" id="${id}-error" role="status"></p>`;
  const label = el.querySelector("label");
  const range = el.querySelector("input[type=range]");
  const box = el.querySelector("input[type=text]");
  const error = el.querySelector(".hip-error");
  let frame = 0;

  const bounds = () => `${model.get("low")} to ${model.get("high")}`;
  const decimals = () => (String(model.get("step")).split(".")[1] ?? "").length;

  function show() {
    const value = model.get("value");
    const shown = value.toFixed(decimals());
    range.min = model.get("low");
    range.max = model.get("high");
    range.step = model.get("step");
    range.value = value;
    range.setAttribute("aria-valuetext", `${shown} ${model.get("unit")}`);
    if (document.activeElement !== box) box.value = shown;
  }

  function texts() {
    label.textContent = model.get("label");
    box.setAttribute("aria-label", `${model.get("label")}, number${model.get("unit") ? ` in ${model.get("unit")}` : ""}`);
    el.querySelector(".hip-unit").textContent = model.get("unit");
    el.querySelector(".hip-help").textContent = model.get("help");
  }

  function set(value) {
    error.textContent = "";
    box.removeAttribute("aria-invalid");
    model.set("value", value);
    show();
    // One message a frame: dragging never floods the kernel.
    frame ||= requestAnimationFrame(() => { frame = 0; model.save_changes(); });
  }

  function typed() {
    const text = box.value.trim().replace(",", ".");
    const value = Number(text);
    if (text === "" || !Number.isFinite(value) || value < model.get("low") || value > model.get("high")) {
      error.textContent = `${model.get("label")}: “${box.value}” does not work. Allowed: a number from ${bounds()}${model.get("unit") ? ` ${model.get("unit")}` : ""}. The last value, ${model.get("value").toFixed(decimals())}, stays.`;
      box.setAttribute("aria-invalid", "true");
      return;
    }
    set(value);
    box.value = value.toFixed(decimals());
  }

  range.addEventListener("input", () => set(Number(range.value)));
  box.addEventListener("change", typed);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") typed(); });
  texts();
  show();
  model.on("change:value change:low change:high change:step", show);
  model.on("change:label change:unit change:help", texts);
}

export default { render };
