// A card: its links open other cards or the fold that holds what they name, and a button prints the
// hand-out from a frame of its own, so that nothing else of the page comes on paper.

function render({ model, el }) {
  el.classList.add("hip-live", "hip-card-view");
  const card = make("div");
  const button = makeButton("Print this card", print, { class: "hip-print" });
  el.append(button, card);
  let frame = null;

  function show() {
    card.innerHTML = model.get("html");
    card.querySelector("h3")?.setAttribute("tabindex", "-1");
    button.hidden = !model.get("hand_out");
  }

  function go(target) {
    for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    target.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: true });
  }

  function print() {
    frame?.remove();
    frame = make("iframe", { class: "hip-sheet", title: "Hand-out", tabindex: "-1", "aria-hidden": "true" });
    frame.addEventListener("load", () => { frame.contentWindow.focus(); frame.contentWindow.print(); }, { once: true });
    frame.srcdoc = model.get("hand_out");
    el.append(frame);
  }

  card.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    const inside = (link.getAttribute("href") ?? "").startsWith("#");
    if (inside) event.preventDefault();
    if (link.dataset.open) model.send({ open: link.dataset.open });
    else if (inside) {
      const target = card.querySelector(`[id="${link.getAttribute("href").slice(1)}"]`);
      if (target) go(target);
    }
  });
  // The new card is drawn before the reader is taken to it.
  model.on("msg:custom", (said) => {
    if (said !== "focus") return;
    requestAnimationFrame(() => {
      const title = card.querySelector("h3");
      title?.scrollIntoView({ block: "start" });
      title?.focus({ preventScroll: true });
    });
  });
  // The address of the page may name a card: 03_conditions.ipynb#card-labral_tear
  const named = /^#card-(\w+)$/.exec(location.hash);
  if (named) model.send({ open: named[1] });
  show();
  model.on("change:html change:hand_out", show);
}

export default { render };
