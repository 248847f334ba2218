// data-place: a file input whose files are sent in pieces as soon as they are chosen, with what
// has come so far; a broken connection costs one piece. The server says what it still needs.

const form = document.querySelector("form[data-autosave]");
const words = document.querySelector("[data-upload-status]");
const rowOfPage = document.querySelector("[data-upload-row]");
const PATIENCE = [1_000, 2_000, 5_000, 10_000, 20_000]; // milliseconds before each new try
const running = new Set();
let queue = Promise.resolve(); // one file after the other

if (form && words) {
  for (const input of form.querySelectorAll("input[type=file][data-place]")) begin(input);
  addEventListener("beforeunload", (event) => running.size && event.preventDefault());
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || !running.size) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(words.dataset.wait);
      [...running][0].scrollIntoView({ block: "center" });
    },
    true,
  );
}

function begin(input) {
  const block = input.closest("[data-files]");
  const list = block.querySelector("[data-attached]");
  block.querySelector("[data-upload-button]").hidden = true;
  input.addEventListener("change", (event) => {
    event.stopPropagation(); // what is sent here is not the form's to save
    const files = [...input.files];
    input.value = "";
    for (const file of files) add(file, input, list);
  });
}

// Shows a row for a chosen file and sends it when its turn comes.
function add(file, input, list) {
  const row = rowOfPage.content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(name);
  part(".upload__name").textContent = file.name;
  for (const each of row.querySelectorAll(".upload__of")) each.textContent = `: ${file.name}`;
  part("progress").setAttribute("aria-label", file.name);
  list.append(row);
  list.hidden = false;
  const stop = new AbortController();
  const upload = { file, row, stop, place: input.dataset.place, url: "" };
  const start = () => {
    running.add(row);
    part("[data-again]").hidden = true;
    queue = queue.then(() => stop.signal.aborted || send(upload)).finally(() => running.delete(row));
  };
  part("[data-again]").addEventListener("click", start);
  part("[data-cancel]").addEventListener("click", () => {
    stop.abort();
    running.delete(row);
    if (upload.url) ask(upload.url, "DELETE").catch(() => {});
    row.remove();
    list.hidden = !list.children.length;
    input.focus();
  });
  const { maxBytes, most } = input.dataset;
  const there = [...list.children].filter((each) => each !== row && !each.querySelector("[name^=remove_]:checked"));
  if (file.size > maxBytes) refuse(row, words.dataset.tooLarge.replace("%s", maxBytes / 1024 / 1024));
  else if (there.length >= most) refuse(row, words.dataset.tooMany.replace("%s", most));
  else start();
}

async function send(upload) {
  const { file, row, stop } = upload;
  say(words.dataset.sending.replace("%s", file.name));
  tell(row, "");
  for (let tries = 0; !stop.signal.aborted; ) {
    try {
      const state = await standing(upload);
      upload.url = state.url;
      let missing = state.pieces.reduce((sum, piece) => sum + piece.size, 0);
      show(row, file.size - missing, file.size);
      for (const piece of state.pieces) {
        const data = file.slice(piece.offset, piece.offset + piece.size);
        await put(piece, data, stop.signal, (sent) => show(row, file.size - missing + sent, file.size));
        missing -= piece.size;
        tries = 0;
      }
      tell(row, words.dataset.checking);
      const { html } = await ask(upload.url, "POST");
      row.insertAdjacentHTML("afterend", html);
      const shown = row.nextElementSibling;
      row.remove();
      say(words.dataset.done.replace("%s", file.name));
      form.dispatchEvent(new Event("change"));
      if (document.activeElement === document.body) shown.querySelector("input:not([type=hidden])")?.focus();
      return;
    } catch (error) {
      if (stop.signal.aborted) return;
      if (error.answer?.message || [400, 403, 404, 413, 422].includes(error.status)) {
        return refuse(row, error.answer?.message ?? words.dataset.failed, error.answer);
      }
      if (error.status !== 409) tell(row, words.dataset.waiting);
      await pause(PATIENCE[Math.min(tries++, PATIENCE.length - 1)]);
    }
  }
}

// Asks what is still to be sent; the same file of before is taken up again.
function standing({ file, place, url }) {
  if (url) return ask(url, "GET");
  const fingerprint = `${file.lastModified}`;
  const body = new URLSearchParams({ place, name: file.name, size: file.size, fingerprint });
  return ask(words.dataset.url, "POST", body);
}

async function ask(url, method, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const response = await fetch(url, { method, body, headers });
  const isJSON = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJSON ? await response.json() : {};
  if (!response.ok) throw Object.assign(new Error(url), { status: response.status, answer });
  return answer;
}

// Sends one piece; fetch would not tell how much of it has gone.
function put({ url, method }, data, signal, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    if (url.startsWith("/")) {
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("Content-Type", "application/octet-stream");
    }
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("loadend", () => {
      if (request.status === 200) return resolve();
      // A signed address that is no longer good, or a visit that ended: asking tells which.
      reject(Object.assign(new Error(url), { status: 0 }));
    });
    signal.addEventListener("abort", () => request.abort());
    request.send(data);
  });
}

function refuse(row, message, { link, label } = {}) {
  const lead = link && Object.assign(document.createElement("a"), { href: link, textContent: label, target: "_blank" });
  row.querySelector(".upload__said").replaceChildren(message, ...(lead ? [" ", lead] : []));
  row.querySelector("[data-again]").hidden = !link && message !== words.dataset.failed;
  say(message);
}

function show(row, sent, size) {
  const percent = Math.floor((100 * sent) / size);
  row.querySelector("progress").value = percent;
  row.querySelector(".upload__percent").textContent = `${percent} %`;
}

const tell = (row, message) => row.querySelector(".upload__said").replaceChildren(message);
const say = (message) => words.replaceChildren(message);
const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

// Waits, but not longer than until there is a connection again.
const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true });
  });
