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
  const jump = () => arrive(el);
  jump();
  window.addEventListener("hashchange", jump);
  return () => window.removeEventListener("hashchange", jump);
}

// A link from another page may name a part of this piece, such as a word of the glossary. The browser
// looked for it before it was there, so the jump is made up for. Folds around it open.
function arrive(el) {
  const name = decodeURIComponent(window.location.hash.slice(1));
  const target = name && el.querySelector(`#${CSS.escape(name)}`);
  if (!target) return;
  if (!el.isConnected) { requestAnimationFrame(() => arrive(el)); return; }
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}
export default { render };
