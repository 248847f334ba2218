// The contest's form: what the weights of each stage's criteria make together, while one types.
// For each track apart where they differ, as the server adds them up.
{
  const shown = document.querySelector("[data-weights]")
  const field = (prefix, name) => document.querySelector(`[name='${prefix}-${name}']`)
  const rows = (name, key) =>
    [...document.querySelectorAll(`[name^='${name}-'][name$='-${key}']`)].filter((each) => {
      const prefix = each.name.replace(new RegExp(`-${key}$`), "")
      return !/__prefix__/.test(prefix) && !field(prefix, "DELETE")?.value
    })

  // The tracks that stay, by key; a contest without any has one that is called nothing.
  const tracks = () => {
    const kept = new Set(rows("tracks", "id").map((id) => id.value))
    const found = new Map()
    for (const box of rows("criteria", "tracks")) {
      if (kept.has(box.value)) found.set(box.value, box.closest("label").textContent.trim())
    }
    return found.size ? found : new Map([["", ""]])
  }

  // By stage, what the weights make for each track.
  const totals = (names) => {
    const sums = new Map()
    for (const stage of rows("criteria", "stage").filter((each) => each.value)) {
      const prefix = stage.name.replace(/-stage$/, "")
      const weight = Number(field(prefix, "weight").value) || 0
      const boxes = [...document.querySelectorAll(`[name='${prefix}-tracks']:checked`)]
      const limited = boxes.map((box) => box.value)
      const name = stage.selectedOptions[0].text
      const of = sums.get(name) || new Map([...names.keys()].map((track) => [track, 0]))
      for (const track of names.keys()) {
        if (!limited.length || limited.includes(track)) of.set(track, of.get(track) + weight)
      }
      sums.set(name, of)
    }
    return sums
  }

  const line = (stage, sum) => {
    const text = document.createElement("p")
    text.textContent = shown.dataset.sentence.replace("{stage}", stage).replace("{sum}", sum)
    text.classList.toggle("weights-total__off", sum !== 100)
    return text
  }

  const add = () => {
    const names = tracks()
    const lines = [...totals(names)].flatMap(([stage, sums]) => {
      const all = [...sums]
      if (new Set(sums.values()).size === 1) return [line(stage, all[0][1])]
      return all.map(([track, sum]) => line(`${stage} – ${names.get(track)}`, sum))
    })
    // Said anew where it differs, not with every key.
    const said = (nodes) => [...nodes].map((node) => node.textContent).join("\n")
    if (said(lines) !== said(shown.children)) shown.replaceChildren(...lines)
  }

  if (shown) {
    document.addEventListener("input", add)
    document.addEventListener("click", () => setTimeout(add))
    add()
  }
}
