// The contest's form: of each stage, only what its kind has. Without it everything is shown.
{
  // By field: of which kinds it is; and whether it is shown of others too while it holds something.
  const judging = { kinds: ["judging"] }
  const voting = { kinds: ["voting"] }
  const FIELDS = {
    grace_minutes: { kinds: ["submission"], unless_set: true },
    changes_until: { kinds: ["screening"], unless_set: true },
    round: { kinds: ["judging", "voting"], unless_set: true },
    weight: { kinds: ["judging", "voting"], unless_set: true },
    is_blind: { kinds: ["judging"], unless_set: true },
    reviews_per_entry: judging,
    others_scores: judging,
    averaging: judging,
    normalisation: judging,
    ballot: voting,
    ballot_fewest: voting,
    ballot_most: voting,
  }
  const holds = (field) => (field.type === "checkbox" ? field.checked : !["", "0"].includes(field.value))

  const tidy = () => {
    for (const kind of document.querySelectorAll("select[name^='stages-'][name$='-kind']")) {
      const prefix = kind.name.replace(/-kind$/, "")
      for (const [name, { kinds, unless_set }] of Object.entries(FIELDS)) {
        const field = document.querySelector(`[name='${prefix}-${name}']`)
        const place = field?.closest(".w-panel__wrapper")
        if (!place) continue
        place.hidden = !(!kind.value || kinds.includes(kind.value) || (unless_set && holds(field)))
      }
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.name?.startsWith("stages-")) tidy()
  })
  document.addEventListener("click", () => setTimeout(tidy))
  tidy()
}
