// data-total: the total of the points as they stand in the form, kept up while one types.

const form = document.querySelector("form.score");
const output = form?.querySelector("[data-total]");
const fields = [...(form?.querySelectorAll("[data-points]") ?? [])];

function show() {
  let reached = 0;
  let attainable = 0;
  for (const field of fields) {
    const weight = Number(field.dataset.weight);
    const isGiven = field.value !== "";
    if (isGiven || !("optional" in field.dataset)) attainable += weight;
    if (isGiven) reached += (Number(field.value) * weight) / Number(field.dataset.maximum);
  }
  const share = attainable ? ` · ${oneDecimal((reached * 100) / attainable)}%` : "";
  output.textContent = `${oneDecimal(reached)} / ${attainable}${share}`;
}

// As the server writes it: half is rounded up, and what floating point lost is given back.
function oneDecimal(number) {
  return (Math.round(number * 10 + 1e-9) / 10).toFixed(1);
}

if (output) {
  form.addEventListener("input", show);
  show();
}
