// data-suggest: a search box that suggests titles while one types; a combobox as ARIA describes it.

const PAUSE = 150; // milliseconds after the last key

for (const box of document.querySelectorAll("[data-suggest]")) begin(box, box.querySelector("input"));

function begin(box, input) {
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-list`, className: "suggestions", hidden: true });
  const voice = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  let timer, asking, current = -1;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  voice.setAttribute("role", "status");
  const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(states)) input.setAttribute(name, value);
  box.append(list, voice);

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const mark = (place) => {
    current = place;
    for (const [each, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(each === place));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[place].id);
  };

  const choose = (option) => {
    input.value = option.textContent;
    close();
    input.form.requestSubmit();
  };

  async function suggest() {
    const text = input.value.trim();
    if (!text) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const response = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: asking.signal });
      if (response.ok) offer((await response.json()).suggestions);
    } catch {
      // Overtaken by the next key, or offline: the form still searches.
    }
  }

  const offer = (titles) => {
    if (document.activeElement !== input) return;
    list.replaceChildren(
      ...titles.map((title, place) => {
        const option = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, textContent: title });
        option.setAttribute("role", "option");
        return option;
      }),
    );
    mark(-1);
    list.hidden = !titles.length;
    input.setAttribute("aria-expanded", String(titles.length > 0));
    voice.textContent = titles.length ? box.dataset.some.replace("%n", titles.length) : "";
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the key belongs to the syllable that is being typed
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && list.hidden) suggest();
    else if (event.key === "ArrowDown") mark(current < last ? current + 1 : -1);
    else if (event.key === "ArrowUp" && !list.hidden) mark(current < 0 ? last : current - 1);
    else if (event.key === "Enter" && current >= 0) choose(list.children[current]);
    else return void (event.key === "Enter" && close());
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => event.target.closest("li") && choose(event.target.closest("li")));
}
