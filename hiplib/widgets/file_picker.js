// Reads one file from the learner's disk into the kernel, in pieces. A file over the limit is refused
// here, before a byte is sent: one too-large message would cut the line to the kernel.

const PIECE = 512 * 1024;
const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 0);

function render({ model, el }) {
  const id = newId("hip-file");
  el.classList.add("hip-file");
  el.innerHTML = `<label for="${id}"></label><input type="file" id="${id}" aria-describedby="${id}-said">
    <span class="hip-file-busy" hidden><progress max="1" value="0" aria-label="Reading the file"></progress><span class="hip-file-far" aria-hidden="true"></span><button type="button">Cancel</button></span>
    <p class="hip-said" id="${id}-said" role="status"></p>`;
  const label = el.querySelector("label");
  const input = el.querySelector("input");
  const busy = el.querySelector(".hip-file-busy");
  const bar = el.querySelector("progress");
  const far = el.querySelector(".hip-file-far");
  const said = el.querySelector(".hip-said");
  let job = 0;
  let arrived = () => {};

  function text() {
    label.textContent = model.get("label");
    input.accept = model.get("accept");
    input.multiple = model.get("many");
    const [words, kind] = model.get("message");
    said.textContent = words;
    said.dataset.kind = kind;
  }

  function say(words, kind) {
    model.set("message", [words, kind]);
    model.save_changes();
    text();
  }

  async function read(file) {
    const most = model.get(/\.zip$/i.test(file.name) ? "max_zip_mb" : "max_mb");
    if (file.size > most * 1e6) {
      say(`${file.name} is ${megabytes(file.size)} MB. This page reads such files up to ${most} MB: export fewer years, or unpack it and choose the table (activities.csv). Nothing was changed.`, "error");
      return;
    }
    const mine = ++job;
    busy.hidden = false;
    say(`Reading ${file.name} …`, "info");
    const ask = (content, pieces = []) => {
      const answer = new Promise((resolve) => { arrived = resolve; });
      model.send(content, {}, pieces);
      return answer;
    };
    const show = (share, words) => { bar.value = share; far.textContent = words; };
    let answer = {};
    for (let start = 0; start === 0 || start < file.size; start += PIECE) {
      const piece = await file.slice(start, start + PIECE).arrayBuffer();
      if (mine !== job) return;
      show(Math.min(1, start / Math.max(file.size, 1)), "sending");
      answer = await ask({ name: file.name, start, size: file.size, last: start + PIECE >= file.size }, [piece]);
      if (mine !== job) return;
    }
    while (answer.work) {
      const [done, total, name] = answer.work;
      show(done / Math.max(total, 1), `${done.toLocaleString("en")} of ${total.toLocaleString("en")}: ${name}`);
      answer = await ask({ next: true });
      if (mine !== job) return;
    }
    busy.hidden = true;
  }

  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    for (const file of files) {
      const before = job;
      await read(file);
      if (job > before + 1) return; // cancelled, or another choice was made meanwhile
    }
  });
  el.querySelector("button").addEventListener("click", () => {
    job += 1;
    busy.hidden = true;
    model.send({ cancel: true });
    say("Stopped. Nothing was changed.", "info");
  });
  model.on("msg:custom", (answer) => arrived(answer));
  model.on("change:message change:label change:accept", text);
  text();
}

export default { render };
