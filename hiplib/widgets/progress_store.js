// The learner's record in this browser. Entries are only added: what is here and what another tab or
// the kernel has are joined as sets, so no order of events loses one. Only "reset" takes away.
function read(key) {
  const text = localStorage.getItem(key);
  if (!text) return [];
  try {
    const { entries } = JSON.parse(text);
    const sound = (row) => Array.isArray(row) && row.length === 4 && row.every((one) => typeof one === "string");
    if (Array.isArray(entries)) return entries.filter(sound);
  } catch { /* damaged: kept beside, see below */ }
  localStorage.setItem(`${key}-damaged`, text);
  return [];
}

function initialize({ model }) {
  const key = model.get("key"); // of this learner
  function sync() {
    const mine = model.get("entries");
    let joined = mine;
    let state = "kept";
    try {
      const stored = read(key);
      const rows = new Map([...stored, ...mine].map((row) => [JSON.stringify(row), row]));
      joined = [...rows.keys()].sort().map((row) => rows.get(row));
      if (rows.size > stored.length) localStorage.setItem(key, JSON.stringify({ entries: joined }));
    } catch { state = "blocked"; }
    if (joined.length !== mine.length) model.set("entries", joined);
    if (model.get("state") !== state) model.set("state", state);
    model.save_changes();
  }

  function forget() {
    try { localStorage.removeItem(key); } catch { /* blocked: there is nothing */ }
    model.set("entries", []);
    model.save_changes();
  }

  function elsewhere(event) {
    if (event.key !== key) return;
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
      blocked: "This browser keeps nothing, so your answers are gone when you close or leave this page, unless you save them as a file here and load it on the review page: ",
    };
    el.innerHTML = `<p class='hip-note'>${words[model.get("state")]} ${model.get("file")}</p>`;
  };
  show();
  model.on("change:entries change:state change:file", show);
}

export default { initialize, render };
