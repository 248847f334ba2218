// Choosing a ready text fills the reason, before what was typed; a ready text that is changed by
// hand becomes one's own words.
const texts = new Map();
for (const { dataset, content } of document.querySelectorAll("template[data-ready-text]")) {
  const ofField = texts.get(dataset.readyText) ?? new Map();
  texts.set(dataset.readyText, ofField.set(dataset.value, content.textContent.trim()));
}
for (const [id, ofField] of texts) {
  const select = document.getElementById(id);
  const { reason } = select.form.elements;
  let chosen = "";
  select.addEventListener("change", () => {
    const own = reason.value.startsWith(chosen) ? reason.value.slice(chosen.length) : reason.value;
    chosen = ofField.get(select.value) ?? "";
    reason.value = [chosen, own.trim()].filter(Boolean).join("\n\n");
    reason.focus();
  });
  reason.addEventListener("input", () => {
    if (chosen && !reason.value.startsWith(chosen)) select.value = chosen = "";
  });
}
