// The contest's form: what the weights of each stage's criteria make together, while one types.
{
  const shown = document.querySelector("[data-weights]")
  const rows = () => document.querySelectorAll("select[name^='criteria-'][name$='-stage']")
  const field = (prefix, name) => document.querySelector(`[name='${prefix}-${name}']`)

  const add = () => {
    const sums = new Map()
    for (const stage of rows()) {
      const prefix = stage.name.replace(/-stage$/, "")
      if (!stage.value || /__prefix__/.test(prefix) || field(prefix, "DELETE")?.value) continue
      const tracks = document.querySelectorAll(`[name='${prefix}-tracks']:checked`)
      const name = stage.selectedOptions[0].text
      const total = sums.get(name) || { all: 0, some: 0 }
      total[tracks.length ? "some" : "all"] += Number(field(prefix, "weight")?.value) || 0
      sums.set(name, total)
    }
    shown.textContent = [...sums]
      .map(([stage, { all, some }]) =>
        shown.dataset.sentence
          .replace("{stage}", stage)
          .replace("{sum}", some ? `${all} + ${some}` : all),
      )
      .join(" · ")
  }

  if (shown) {
    document.addEventListener("input", add)
    document.addEventListener("click", () => setTimeout(add))
    add()
  }
}
