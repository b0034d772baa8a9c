// Draws a plotly figure sent from Python. plotly.js comes over HTTP once a page and is shared by all
// figures; the Voila template has it fetched from the page head on.

const TYPES = {
  f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array,
  i4: Int32Array, u4: Uint32Array, u1c: Uint8ClampedArray,
};

function plotlyUrl() {
  const config = document.getElementById("jupyter-config-data");
  const base = config ? JSON.parse(config.textContent).fullLabextensionsUrl : "/lab/extensions";
  return `${base}/package_data/plotly.min.js`;
}

function loadPlotly() {
  window.hiplibPlotly ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = make("script", { src: plotlyUrl() });
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error(script.src)));
    document.head.append(script);
  });
  return window.hiplibPlotly;
}

// {dtype, bdata: DataView, shape} -> typed array; "var(--hip-x)" -> the colour it stands for now.
function decode(value, colour) {
  if (typeof value === "string") return value.includes("var(--") ? colour(value) : value;
  if (Array.isArray(value)) return value.map((item) => decode(item, colour));
  if (value === null || typeof value !== "object") return value;
  if (value.bdata instanceof DataView) {
    const { buffer, byteOffset, byteLength } = value.bdata;
    const flat = new TYPES[value.dtype](buffer.slice(byteOffset, byteOffset + byteLength));
    if (!value.shape) return flat;
    const [rows, columns] = value.shape.split(",").map(Number);
    return Array.from({ length: rows }, (_, r) => flat.subarray(r * columns, (r + 1) * columns));
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decode(v, colour)]));
}

function colourReader(element) {
  const computed = getComputedStyle(element);
  return (text) => text.replace(/var\((--[\w-]+)\)/g, (_, name) => computed.getPropertyValue(name).trim() || "#808080");
}

// The figure as it is now: as it was last sent as a whole, with the changes since then.
function current(model) {
  const { data, layout, ...rest } = model.get("_figure");
  const changes = model.get("_changes");
  const now = { ...rest, data: data.map((trace, n) => ({ ...trace, ...changes.data?.[n] })), layout: { ...layout } };
  for (const [path, value] of Object.entries(changes.layout ?? {})) {
    const keys = path.split(".");
    const last = keys.pop();
    let place = now.layout;
    for (const key of keys) place = place[key] = { ...place[key] };
    place[last] = value;
  }
  return now;
}

const CONFIG = {
  displaylogo: false, showSendToCloud: false, scrollZoom: false, responsive: false,
  modeBarButtonsToRemove: ["sendDataToCloud", "sendChartToCloud", "lasso2d", "select2d", "autoScale2d", "tableRotation", "resetCameraLastSave3d"],
};

// Labels stand beside a 3D picture; a phone has no room there, so the names move into a legend below.
const NARROW = 600;
function namesBelow({ data, layout }) {
  return {
    data: data.map((trace) => ({ ...trace, showlegend: trace.showlegend ?? trace.type === "mesh3d" })),
    layout: { ...layout, scene: { ...layout.scene, annotations: [] }, showlegend: true, legend: { orientation: "h", y: 0, yanchor: "top", font: { size: 12 }, itemclick: false, itemdoubleclick: false } },
  };
}

// A 3D picture that is out of sight takes a second of work: it waits until the reader is at rest.
const idle = (heavy) => new Promise((resolve) => {
  if (!window.requestIdleCallback) setTimeout(resolve, heavy ? 3000 : 100);
  else if (heavy) setTimeout(() => requestIdleCallback(resolve), 3000);
  else requestIdleCallback(resolve, { timeout: 1000 });
});

function pointOf(event) {
  const point = event.points[0];
  return {
    curve: point.curveNumber, name: point.data.name ?? null, point: point.pointNumber ?? null,
    x: point.x ?? null, y: point.y ?? null, z: point.z ?? null,
    customdata: point.customdata ?? point.data.meta ?? null,
  };
}

function render({ model, el }) {
  el.classList.add("hip-plot");
  const id = newId("hip-plot");
  el.innerHTML = `<figure role="group" aria-describedby="${id}"><div class="hip-plot-area"></div>
    <figcaption id="${id}" aria-live="polite"></figcaption>
    <details class="hip-fold"><summary>Show the numbers</summary><div class="hip-scroll" tabindex="0" role="region"></div></details></figure>`;
  const figure = el.firstElementChild;
  const area = el.querySelector(".hip-plot-area");
  const fold = el.querySelector("details");
  let drawing = false;
  let again = false;
  let stale = true;
  let close = false;
  let waiting = 0;
  let later = 0;

  const fill = () => { fold.lastElementChild.innerHTML = model.get("_numbers"); };

  function text() {
    figure.setAttribute("aria-label", model.get("label"));
    el.querySelector("figcaption").textContent = model.get("summary");
    fold.hidden = !model.get("_numbers");
    // A closed table can wait for the picture: hundreds of rows take as long as the drawing itself.
    clearTimeout(waiting);
    if (fold.open) fill();
    else waiting = setTimeout(fill, 200);
    fold.lastElementChild.setAttribute("aria-label", `Numbers of: ${model.get("label")}`);
    area.style.setProperty("--hip-plot-height", `${model.get("height")}px`);
    // A list of rows keeps its height on a phone: it is read from top to bottom, not at a glance.
    area.classList.toggle("hip-plot-tall", Boolean(model.get("_figure").layout.meta?.tall));
  }

  async function draw() {
    // Colours and size are known once the figure stands in the page; `near` calls again.
    if (!area.offsetWidth) return;
    // While one drawing runs, later changes fold into a single next one: the newest state wins.
    if (drawing) { again = true; return; }
    drawing = true;
    try {
      const plotly = await loadPlotly();
      do {
        again = stale = false;
        const figure = decode(current(model), colourReader(el));
        narrow = area.clientWidth < NARROW;
        const { data, layout } = narrow && figure.layout.scene && !figure.layout.meta?.bare ? namesBelow(figure) : figure;
        await plotly.react(area, data, { ...layout, autosize: true }, CONFIG);
      } while (again);
      if (!el.dataset.drawn) area.on("plotly_click", (event) => model.send({ event: "click", point: pointOf(event) }));
      el.dataset.drawn = String(Number(el.dataset.drawn ?? 0) + 1);
    } catch (error) {
      area.innerHTML = `<p class="hip-note">The picture could not be drawn here. The text and the numbers below say the same.</p>`;
      fold.open = true;
      console.warn("hiplib figure:", error.message);
    } finally {
      drawing = false;
    }
  }

  // Figures near the reader first, the others one by one when the page has time: controls answer at
  // once on a slow phone, and nothing waits for a picture far below.
  const near = new IntersectionObserver((seen) => {
    close = seen.at(-1).isIntersecting;
    if (close && stale) draw();
  }, { rootMargin: "50%" });
  const heavy = Boolean(model.get("_figure").layout.scene);
  const queue = heavy ? "hiplibHeavy" : "hiplibLight";
  window[queue] = (window[queue] ?? loadPlotly().catch(() => {})).then(() => idle(heavy)).then(() => el.dataset.drawn || draw());
  let narrow = null;
  const resize = new ResizeObserver(() => {
    if (!el.dataset.drawn || !area.offsetWidth) return;
    if (narrow !== area.clientWidth < NARROW) draw();
    else window.Plotly.Plots.resize(area);
  });
  // A control may move several figures: the one in sight is drawn at once, others after it.
  function change() {
    stale = true;
    clearTimeout(later);
    if (close) draw();
    else later = setTimeout(() => stale && draw(), 300);
  }
  const theme = new MutationObserver(change);
  text();
  near.observe(area);
  resize.observe(area);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  model.on("change:_figure change:_changes", change);
  model.on("change:summary change:_numbers change:label change:height", text);
  return () => {
    clearTimeout(waiting);
    clearTimeout(later);
    near.disconnect();
    resize.disconnect();
    theme.disconnect();
    if (window.Plotly) window.Plotly.purge(area);
  };
}

export default { render };
