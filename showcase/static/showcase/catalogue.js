// data-catalogue: a form whose facets, order, words and pages replace the list without a reload.
//
// The server draws the whole page for the new address; of it, what is marked data-swap takes its
// old self's place. Focus stays where it was, and the number found is said.

const form = document.querySelector("form[data-catalogue]");
let loading, shown;

if (form) {
  for (const button of document.querySelectorAll("[data-plain]")) button.hidden = true;
  document.addEventListener("change", ({ target }) => {
    if (target.form === form && target.name !== "q") show(asked());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(asked());
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#catalogue-list a:is([data-within], .pages__link)");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, { toList: true });
  });
  shown = location.pathname + location.search;
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) show(location.href, { isBack: true });
  });
}

// Returns the address of what the form says; what says nothing is left out.
function asked() {
  const pairs = [...new FormData(form)].filter(([, value]) => value.trim());
  const url = new URL(form.action);
  url.search = new URLSearchParams(pairs);
  return url.href;
}

async function show(url, { isBack = false, toList = false } = {}) {
  loading?.abort();
  loading = new AbortController();
  const list = document.getElementById("catalogue-list");
  list.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: loading.signal });
    if (!response.ok) throw new Error(response.status);
    put(new DOMParser().parseFromString(await response.text(), "text/html"), isBack || toList);
    if (!isBack && url !== location.href) history.pushState(null, "", url);
    shown = location.pathname + location.search;
    if (toList) document.getElementById("catalogue-list").focus();
  } catch (error) {
    if (error.name === "AbortError") return;
    list.removeAttribute("aria-busy");
    document.getElementById("catalogue-count").textContent = form.dataset.failed;
  }
}

// Puts the parts of a page in their old selves' places; `andWords`: what is in the box, too.
function put(page, andWords) {
  const focused = document.activeElement?.id;
  for (const old of document.querySelectorAll("[data-swap]")) {
    const fresh = page.getElementById(old.id);
    for (const each of old.querySelectorAll("details[open]")) {
      fresh.querySelector(`#${each.id}`)?.setAttribute("open", "");
    }
    old.replaceWith(document.adoptNode(fresh));
  }
  document.title = page.title;
  document.getElementById("catalogue-count").innerHTML = page.getElementById("catalogue-count").innerHTML;
  if (andWords) form.elements.q.value = page.getElementById("catalogue-q").value;
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}
