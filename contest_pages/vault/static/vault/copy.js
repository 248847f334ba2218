// data-copy: a button that copies the text of the element it names; hidden where scripts do not run.
for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.firstChild;
  const before = label.data;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      label.data = button.dataset.copied;
      setTimeout(() => (label.data = before), 2000);
    } catch {
      getSelection().selectAllChildren(source); // to be copied by hand
    }
  });
}
