// The learner's record in this browser. Entries are only added: what is here and what another tab or
// the kernel has are joined as sets, so no order of events loses one. Only "reset" takes away.
const KEY = "hiplib-progress";

function read() {
  const text = localStorage.getItem(KEY);
  if (!text) return [];
  try {
    const { entries } = JSON.parse(text);
    const sound = (row) => Array.isArray(row) && row.length === 4 && row.every((one) => typeof one === "string");
    if (Array.isArray(entries)) return entries.filter(sound);
  } catch { /* damaged: kept beside, see below */ }
  localStorage.setItem(`${KEY}-damaged`, text);
  return [];
}

function initialize({ model }) {
  function sync() {
    const mine = model.get("entries");
    let joined = mine;
    let state = "kept";
    try {
      const stored = read();
      const rows = new Map([...stored, ...mine].map((row) => [JSON.stringify(row), row]));
      joined = [...rows.keys()].sort().map((key) => rows.get(key));
      if (rows.size > stored.length) localStorage.setItem(KEY, JSON.stringify({ entries: joined }));
    } catch { state = "blocked"; }
    if (joined.length !== mine.length) model.set("entries", joined);
    if (model.get("state") !== state) model.set("state", state);
    model.save_changes();
  }

  function forget() {
    try { localStorage.removeItem(KEY); } catch { /* blocked: there is nothing */ }
    model.set("entries", []);
    model.save_changes();
  }

  function elsewhere(event) {
    if (event.key !== KEY) return;
    if (event.newValue === null) model.send({ reset: true }); else sync();
  }

  sync();
  model.on("change:entries", sync);
  model.on("msg:custom", (said) => { if (said === "reset") forget(); });
  window.addEventListener("storage", elsewhere);
  return () => window.removeEventListener("storage", elsewhere);
}

function render({ model, el }) {
  el.classList.add("hip-live");
  const show = () => {
    const count = model.get("entries").length;
    const words = {
      "": "Looking for your earlier answers…",
      kept: `Your answers are kept in this browser, on this computer only (${count} so far). They follow you from page to page.`,
      blocked: "This browser does not allow pages to keep anything. Your answers are here until you close the page. Save them as a file on the review page.",
    };
    el.innerHTML = "<p class='hip-note'></p>";
    el.firstElementChild.textContent = words[model.get("state")];
  };
  show();
  model.on("change:entries change:state", show);
}

export default { initialize, render };
