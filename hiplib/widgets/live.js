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
  const jump = () => arrive(el);
  jump();
  window.addEventListener("hashchange", jump);
  return () => window.removeEventListener("hashchange", jump);
}

// A link from another page may name a part of this piece, such as a word of the glossary. The browser
// looked for it before it was there, so the jump is made up for, and the folds around it open.
// JupyterLab opens the other notebook in the same window and leaves the address alone: a click on such
// a link is remembered instead.
if (!window.hiplibJump) {
  window.hiplibJump = { name: "" };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='.ipynb'][href*='#']");
    if (!link) return;
    window.hiplibJump.name = link.hash.slice(1);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  }, { capture: true });
}

function arrive(el, tries = 100) {
  const name = window.hiplibJump.name || decodeURIComponent(window.location.hash.slice(1));
  const target = name && el.querySelector(`#${CSS.escape(name)}`);
  if (!target) return;
  if (!el.getClientRects().length) { // not on the page yet, or its tab is behind another one
    if (tries) setTimeout(() => arrive(el, tries - 1), 100);
    return;
  }
  window.hiplibJump.name = "";
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}
export default { render };
