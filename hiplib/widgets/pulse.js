// Watches the line to the kernel. A page whose kernel has died looks alive: sliders move, results
// stay old. So the page asks "are you there?" and, when no answer comes, says so and greys results.

const EVERY_MS = 5000;
const PATIENCE_MS = 12000;

function render({ model, el }) {
  const root = el.closest(".jp-Notebook") ?? document.body;
  let asked = 0;
  let count = 0;

  const banner = make("div", { class: "hip-lost", role: "alert" });
  root.append(banner);

  function stale(on) {
    if (root.classList.contains("hip-stale") === on) return;
    root.classList.toggle("hip-stale", on);
    const words = [make("strong", {}, "Connection lost."), " What you see may be out of date and new answers are not read. "];
    banner.replaceChildren(...(on ? [...words, makeButton("Reload the page", () => location.reload())] : []));
  }

  function ask() {
    if (asked && performance.now() - asked > PATIENCE_MS) stale(true);
    if (!asked) asked = performance.now();
    try { model.send({ ping: ++count }); } catch { stale(true); }
  }

  model.on("msg:custom", () => { asked = 0; stale(false); });
  root.addEventListener("change", ask);
  const timer = setInterval(ask, EVERY_MS);
  return () => { clearInterval(timer); root.removeEventListener("change", ask); banner.remove(); };
}

export default { render };
