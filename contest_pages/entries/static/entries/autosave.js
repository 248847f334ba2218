// data-autosave: the form of an entry saves itself while one types, as its Save button would.
//
// What is typed is kept in this browser, too, until the server says that it has it: an expired
// session, a broken connection or a closed window lose nothing. Two versions are never mixed
// without asking: after a conflict only the person's choice is sent.

const PAUSE = 2_000; // milliseconds after the last key
const LONGEST = 15_000; // typing or not, and between two tries that failed
const MONTH = 30 * 24 * 3_600_000;
const PREFIX = "draft:"; // site.js forgets what begins so when somebody signs out
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "version", "seen"]);
const TAB = String(Math.random());

const form = document.querySelector("form[data-autosave]");
if (form) begin();

function begin() {
  const key = PREFIX + form.dataset.autosave;
  const status = document.querySelector("[data-save-status]");
  const place = form.querySelector("[data-conflict-place]");
  const { version, seen } = form.elements;
  let onServer = "unsaved" in form.dataset ? "" : text(true); // what the draft says
  let timer, since, sending, failed, passing;

  const isInConflict = () => Boolean(form.querySelector("[data-conflict]"));

  // --- What this browser keeps ------------------------------------------------------------

  const recall = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  let base = isInConflict() ? (recall() ?? {}) : {}; // the version that the typing began from
  const remember = (more = {}) => {
    const began = isInConflict() ? base : { version: version.value, seen: seen.value };
    base = { version: began.version, seen: began.seen };
    try {
      localStorage.setItem(key, JSON.stringify({ ...base, ...more, tab: TAB, at: Date.now(), typed: typed() }));
    } catch {
      // Storage is closed to us, or full: the server still has what it was sent.
    }
  };
  const forget = () => {
    if (recall()?.tab === TAB) localStorage.removeItem(key);
  };

  // --- Saving -----------------------------------------------------------------------------

  const tell = ({ message, link, label }) => {
    const lead = link && Object.assign(document.createElement("a"), { href: link, textContent: label });
    status.replaceChildren(message, ...(lead ? [" ", lead] : []));
  };

  const plan = () => {
    clearTimeout(timer);
    if (isInConflict()) return;
    since ??= Date.now();
    timer = setTimeout(save, failed ? LONGEST : Math.min(PAUSE, since + LONGEST - Date.now()));
  };

  // Sends one save at a time, else the second would conflict with the first.
  async function save({ leaving = false } = {}) {
    clearTimeout(timer);
    if (sending || isInConflict()) return sending;
    const sent = text();
    if (sent === onServer) {
      failed = undefined;
      forget();
      return;
    }
    sending = send(leaving, sent);
    await sending;
    sending = undefined;
    if (text() !== sent || failed) plan();
  }

  async function send(leaving, sent) {
    since = undefined;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    if (!failed) tell({ message: form.dataset.saving });
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers, keepalive: leaving });
      const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
      failed = !response.ok && response.status;
      if (response.ok) {
        onServer = sent;
        adopt(answer);
        if (text() === sent) forget();
      } else if (response.status === 409) {
        base = { version: version.value, seen: seen.value };
        adopt(answer);
        place.innerHTML = answer.conflict;
      }
      tell(answer.message ? answer : { message: form.dataset.failed });
    } catch {
      failed = "offline";
      tell({ message: form.dataset.offline });
    }
  }

  const adopt = (answer) => {
    version.value = answer.version;
    seen.value = answer.seen;
  };

  // --- When -------------------------------------------------------------------------------

  const changed = () => {
    remember();
    plan();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("visibilitychange", () => {
    if (!passing) save({ leaving: document.visibilityState === "hidden" });
  });
  addEventListener("pagehide", () => passing || save({ leaving: true }));
  addEventListener("online", () => save());
  document.addEventListener("closing", () => save()); // countdown.js: seconds before the end
  addEventListener("pageshow", () => (passing = false));

  // A button of the form: what was typed is saved first, so that nothing depends on its answer.
  document.addEventListener(
    "submit",
    async (event) => {
      if (event.target !== form || passing) return;
      if (isInConflict()) {
        remember({ chosen: version.value });
      } else {
        event.preventDefault();
        event.stopImmediatePropagation();
        while (sending) await sending;
        await save();
        if (isInConflict()) return form.querySelector("[data-conflict]").focus();
        if (failed && failed !== 403) return; // the reason is said beside the button
      }
      passing = true;
      form.elements.csrfmiddlewaretoken.value = token();
      // Not at once: a form cannot be sent while its being sent is still on the way.
      if (event.defaultPrevented) setTimeout(() => form.requestSubmit(event.submitter));
    },
    true,
  );

  // --- What was kept from before ----------------------------------------------------------

  forgetOldOnes();
  const kept = recall();
  if (kept && !isInConflict()) {
    const wasChosen = kept.chosen && kept.chosen !== version.value;
    if (wasChosen || JSON.stringify(kept.typed) === onServer) localStorage.removeItem(key);
    else {
      putBack(kept.typed);
      adopt(kept);
      remember();
      save().then(() => failed || isInConflict() || tell({ message: form.dataset.restored }));
    }
  }
  if (text() !== onServer) plan();
}

// Returns what is typed, as pairs of name and value; `first` asks for what the page came with.
function typed(first = false) {
  const found = [];
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.has(field.name) || /^choose/.test(field.name)) continue;
    if (["file", "submit", "button", "fieldset"].includes(field.type)) continue;
    if (["checkbox", "radio"].includes(field.type)) {
      if (first ? field.defaultChecked : field.checked) found.push([field.name, field.value]);
    } else if (field.type === "select-one") {
      const chosen = first ? [...field.options].find((each) => each.defaultSelected) : field.selectedOptions[0];
      found.push([field.name, (chosen ?? field.options[0])?.value ?? ""]);
    } else {
      found.push([field.name, first ? field.defaultValue : field.value]);
    }
  }
  return found;
}

// The same as one text, to compare; that a file is attached belongs to it.
function text(first = false) {
  return JSON.stringify(typed(first));
}

function putBack(pairs) {
  const isTyped = (name, value) => pairs.some((pair) => pair[0] === name && pair[1] === value);
  for (const field of form.elements) {
    if (!field.name || field.name === "kept" || NOT_TYPED.has(field.name)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = isTyped(field.name, field.value);
    else {
      const pair = pairs.find((each) => each[0] === field.name);
      if (pair && field.type !== "file") field.value = pair[1];
    }
  }
}

// The token of this moment: signing in again, here or in another window, makes a new one.
function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

function forgetOldOnes() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      if (!(JSON.parse(localStorage.getItem(key))?.at > Date.now() - MONTH)) localStorage.removeItem(key);
    }
  } catch {
    // Closed to us: nothing is there to forget.
  }
}
