// A piece of the page that Python rewrites; a screen reader hears what changed.
function render({ model, el }) {
  el.classList.add("hip-live");
  if (model.get("polite")) {
    el.setAttribute("role", "status");
    el.setAttribute("aria-live", "polite");
  }
  const show = () => { el.innerHTML = model.get("html"); };
  show();
  model.on("change:html", show);
  // To the beginning of what is new, for the eye and for the keyboard.
  model.on("msg:custom", () => { el.tabIndex = -1; el.focus(); el.scrollIntoView({ block: "start" }); });
}
export default { render };
