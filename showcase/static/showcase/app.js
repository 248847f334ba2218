// data-copy, data-copy-address, data-share-own: buttons that copy or share; hidden where scripts,
// or the browser, cannot.

async function copy(button, text) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return; // not allowed: the text stands there to be copied by hand
  }
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2_000);
}

const show = (button) => {
  button.hidden = false;
  button.closest("li")?.removeAttribute("hidden");
};

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    show(button);
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button, document.getElementById(button.dataset.copy).textContent));
  }
  for (const button of document.querySelectorAll("[data-copy-address]")) {
    show(button);
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button, location.href));
  }
}

if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share-own]")) {
    const { title, text } = button.closest("[data-share]").dataset;
    show(button);
    button.addEventListener("click", () => navigator.share({ title, text, url: location.href }).catch(() => {}));
  }
}
