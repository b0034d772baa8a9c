// Functions with which the browser tests look at a page. They are put into the page by visit.py.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && element.getClientRects().length > 0;
const outputs = ".jp-OutputArea-output";
let last = "";
let since = 0;

function graphs() {
  return all(".hip-plot").map((plot) => ({ plot, gd: plot.querySelector(".js-plotly-plot") }));
}

// Every number and word of a figure's data, in a fixed order, as one short number.
function hash(value) {
  let h = 2166136261;
  let count = 0;
  const eat = (text) => {
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
    count += 1;
  };
  const walk = (item) => {
    if (typeof item === "number" || typeof item === "string") eat(String(item));
    else if (Array.isArray(item) || ArrayBuffer.isView(item)) item.forEach(walk);
    else if (item && typeof item === "object") {
      for (const key of Object.keys(item).sort()) {
        if (!key.startsWith("_") && key !== "uid") walk(item[key]);
      }
    }
  };
  walk(value);
  return `${count} values, ${(h >>> 0).toString(16)}`;
}

function named(element) {
  const name = element.getAttribute("aria-label") || element.textContent.trim() || element.type || "";
  return `${element.tagName.toLowerCase()}.${element.className} "${name.slice(0, 60)}"`;
}

function focusable() {
  const selector = "a[href], button, input, select, textarea, summary, [tabindex]";
  return all(selector).filter((element) => element.tabIndex >= 0 && !element.disabled && shown(element)
    && !element.closest("[inert]") && (element.tagName !== "SUMMARY" || element.parentElement.tagName === "DETAILS"));
}

window.hiplook = {
  // True once nothing is waiting and the page has not changed for 0.6 s.
  settled() {
    const waiting = document.querySelector('script[type="application/vnd.voila.cell-output+json"]')
      || all(outputs).some((output) => !output.firstElementChild && !output.textContent.trim())
      || all(".hip-plot").some((plot) => !plot.dataset.drawn);
    const now = `${document.readyState} ${all("*").length} ${document.body.textContent.length} ${all(".hip-plot").map((plot) => plot.dataset.drawn)}`;
    if (waiting || document.readyState !== "complete" || now !== last) {
      last = now;
      since = performance.now();
      return false;
    }
    return performance.now() - since > 600;
  },

  figures() {
    return graphs().map(({ plot, gd }) => ({
      label: plot.querySelector("figure").getAttribute("aria-label"),
      drawn: Boolean(plot.dataset.drawn && gd && gd.querySelector("svg.main-svg, canvas")),
      summary: plot.querySelector("figcaption").textContent.trim(),
      traces: (gd?.data ?? []).map((trace) => `${trace.type} ${trace.name ?? ""}: ${hash(trace)}`),
      width: gd?._fullLayout?.width ?? 0,
      room: gd?.offsetWidth ?? 0,
      ink: gd?._fullLayout?.font?.color ?? "",
      buttons: all(".modebar-btn", plot).map((button) => button.dataset.title),
    }));
  },

  // Figures that do not fill the room they have.
  unfitting() {
    return window.hiplook.figures().filter(({ width, room }) => Math.abs(width - room) > 2 || room < 200).map(({ label, width, room }) => `${label}: ${width} px in ${room}`);
  },

  parts() {
    const count = (selector) => all(outputs).reduce((sum, area) => sum + all(selector, area).length, 0);
    const kinds = { figures: ".hip-plot", live: ".hip-live", questions: ".hip-questions fieldset", choices: ".hip-questions input", sliders: ".hip-slider", files: ".hip-file", lists: "select", texts: ".widget-text input", buttons: ".jupyter-button" };
    return Object.fromEntries(Object.entries(kinds).map(([name, selector]) => [name, count(selector)]));
  },

  // Outputs that are an error, or text that only a fault puts on a page.
  faults() {
    const types = ["application/vnd.jupyter.error", "application/vnd.jupyter.stderr"];
    const found = types.flatMap((type) => all(`[data-mime-type="${type}"]`)).map((node) => node.textContent.slice(0, 500));
    const words = /Traceback|There was an error when executing|Error displaying widget|Loading widget\.\.\.|Failed to load model|Javascript Error|\[object |\bundefined\b|\bNaN\b|\bnan\b|<NA>|\bNaT\b/;
    for (const area of all(`main, ${outputs}`)) {
      const hit = words.exec(area.innerText ?? "");
      if (hit) found.push(`"${hit[0]}" in: …${area.innerText.slice(Math.max(0, hit.index - 80), hit.index + 120)}`);
    }
    return found;
  },

  // Wider than the window, or cut off at its right edge outside a part that scrolls by itself.
  sideways(root) {
    const found = [];
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth) found.push(`page is ${page.scrollWidth} px wide in ${innerWidth}`);
    const scrolls = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (["auto", "scroll"].includes(getComputedStyle(up).overflowX) && up.getBoundingClientRect().right <= innerWidth + 1) return true;
      }
      return false;
    };
    // JupyterLab lets a wide output scroll by itself; ours must not need it.
    for (const area of root ? all(root) : []) {
      if (area.scrollWidth > area.clientWidth + 1) found.push(`${named(area)} is ${area.scrollWidth} px wide in ${area.clientWidth}`);
    }
    for (const element of all(root ? `${root} *` : "body *")) {
      if (element.closest("svg, .gl-container, .svg-container") || !shown(element)) continue;
      const box = element.getBoundingClientRect();
      if (box.width > 1 && box.right > innerWidth + 1 && !scrolls(element)) found.push(`${named(element)} ends at ${Math.round(box.right)}`);
    }
    return found.slice(0, 8);
  },

  // Give every control that Tab should reach a number; radios of one group count once.
  number_controls() {
    const names = {};
    focusable().forEach((element, index) => {
      const key = element.type === "radio" ? `radio ${element.name}` : `control ${index}`;
      element.dataset.reach = key;
      names[key] ??= named(element);
    });
    // Tab starts behind the element that has the focus: put it before the first control.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    setTimeout(() => start.remove(), 0);
    return names;
  },

  focused() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const ring = (node) => {
      const style = getComputedStyle(node);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    };
    const near = [element, element.closest("label")].filter(Boolean);
    return { key: element.dataset.reach ?? null, name: named(element), visible: near.some(ring) && shown(element) };
  },

  // Pictures that are not there, or show nothing.
  missing_pictures(sources) {
    const drawn = all("img").filter((picture) => picture.complete && picture.naturalWidth > 1);
    const texts = drawn.map((picture) => picture.alt);
    return sources.filter((alt) => !texts.includes(alt));
  },

  // Links to other pages of the course, as the browser would follow them.
  page_links(root) {
    return all(`${root} a[href*=".ipynb"]`).map((link) => new URL(link.getAttribute("href"), document.baseURI).pathname);
  },

  controls_shown() {
    const selector = ".hip-theme, .hip-contents, .hip-pager a, .hip-skip, button, select, textarea, input:not([type=radio]):not([type=checkbox])";
    return all(selector).filter(shown).map(named);
  },

  async run_all() {
    const app = window.jupyterapp;
    await app.restored;
    const panel = app.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    await app.commands.execute("notebook:run-all-cells");
  },

  // JupyterLab leaves out what lies outside the window, so figures are drawn when they come into view.
  async show_every_figure() {
    for (const { plot } of graphs()) {
      plot.scrollIntoView({ block: "center" });
      for (let wait = 0; wait < 300 && !plot.dataset.drawn; wait += 1) await new Promise((done) => { setTimeout(done, 50); });
    }
  },

  // JupyterLab: what each code cell of the open notebook has to show for itself.
  code_cells() {
    const panel = window.jupyterapp.shell.currentWidget;
    return panel.content.widgets.filter((cell) => cell.model.type === "code").map((cell) => ({
      count: cell.model.executionCount,
      outputs: cell.model.outputs.toJSON().map((output) => `${output.output_type} ${output.name ?? ""}`.trim()),
    }));
  },

  kernel() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return config.kernelId ?? window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id;
  },

  async end_kernel(token) {
    const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
    if (config.kernelId) {
      // The server wants a cookie and a header that are the same; Voila's pages get no such cookie.
      document.cookie = "_xsrf=00112233445566778899aabbccddeeff; path=/";
      await fetch(`/voila/api/shutdown/${config.kernelId}`, { method: "POST", headers: { "X-XSRFToken": "00112233445566778899aabbccddeeff" } });
    } else if (window.jupyterapp?.shell.currentWidget?.sessionContext?.session) {
      const id = window.hiplook.kernel();
      await fetch(`/api/kernels/${id}`, { method: "DELETE", headers: { Authorization: `token ${token}` } });
    }
  },
};
