// data-countdown: what is left until an instant goes on by the server's clock, not the browser's.
//
// A page says which time the server had; from then on only the time that passes is counted. A page
// that was away (the back button, another window, sleep) asks the server again. data-from and
// data-until are instants, too: between them, and then only, an element is shown.

const SAID = [60, 10, 1]; // with so many minutes left it is said to those who do not look
const BEFORE = 5_000; // milliseconds before the end, at which others may do their last work

const instant = (text) => (text === undefined ? NaN : Number(text));
const countdowns = [...document.querySelectorAll("[data-countdown]")].map((element) => ({
  element,
  words: element.dataset,
  closes: instant(element.dataset.countdown),
  place: element.querySelector("[data-left]"),
}));
const parts = [...document.querySelectorAll("[data-from], [data-until]")].map((element) => ({
  element,
  from: instant(element.dataset.from),
  until: instant(element.dataset.until),
}));
const { now: said, clock } = countdowns[0].words;
const page = performance.getEntriesByType?.("navigation")?.[0];
let atZero = Number(said) - (page?.responseStart || performance.now()); // of this page's own clock
const now = () => atZero + performance.now();

const voice = document.createElement("p");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);

// --- What is shown -------------------------------------------------------------------------

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function written(words, milliseconds) {
  const left = Math.ceil(milliseconds / 1000);
  if (left <= 0) return words.over;
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor(left / 60) % 60;
  if (hours >= 24) return fill(words.days, { days: Math.floor(hours / 24), hours: hours % 24 });
  if (hours) return fill(words.hours, { hours, minutes });
  return fill(words.minutes, { minutes, seconds: String(left % 60).padStart(2, "0") });
}

function show() {
  const time = now();
  for (const each of countdowns) {
    const left = each.closes - time;
    const text = written(each.words, left);
    if (each.place.textContent !== text) each.place.textContent = text;
    each.place.classList.toggle("dday--over", left <= 0);
    if (each.element.closest("[hidden]")) each.left = undefined;
    else {
      say(each, left);
      if (each.left > BEFORE && left <= BEFORE) document.dispatchEvent(new Event("closing"));
      each.left = left;
    }
  }
  for (const { element, from, until } of parts) {
    const hidden = time < from || time >= until;
    if (element.hidden === hidden) continue;
    element.hidden = hidden;
    if (!hidden && "say" in element.dataset) voice.textContent = element.textContent.replace(/\s+/g, " ").trim();
  }
}

// Says what is left when it falls to one of a few lengths, and that it is over.
function say({ words, element, left: before }, left) {
  const passed = SAID.findLast((minutes) => before > minutes * 60_000 && left <= minutes * 60_000);
  const isOver = before > 0 && left <= 0;
  if (!passed && !isOver) return;
  const label = element.querySelector("[data-label]")?.textContent;
  const text = isOver ? words.over : fill(words.said, { minutes: passed });
  voice.textContent = label ? `${label}: ${text}` : text;
}

// --- When ----------------------------------------------------------------------------------

let timer;
function tick() {
  clearTimeout(timer);
  show();
  const waiting = countdowns.filter(({ closes }) => closes > now());
  if (waiting.length) timer = setTimeout(tick, (waiting[0].closes - now()) % 1000 || 1000);
}

// The header counts whole seconds: within one, our own count is the better one.
async function ask() {
  try {
    const sent = performance.now();
    const answer = await fetch(clock, { method: "HEAD", cache: "no-store" });
    const middle = (sent + performance.now()) / 2;
    const theirs = Date.parse(answer.headers.get("Date")) + 500;
    if (Math.abs(atZero + middle - theirs) > 1000) atZero = theirs - middle;
  } catch {
    // No connection: what was counted so far stays.
  }
  tick();
}

addEventListener("pageshow", (event) => event.persisted && ask());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
if (page && page.type !== "navigate") ask(); // it may come from the browser's own store
tick();
