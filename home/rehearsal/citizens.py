"""What the citizen panel does in a rehearsal: apply with an address, and vote by a mailed link."""

from dataclasses import dataclass

from home.rehearsal.server import Letters
from home.rehearsal.staff import SLUG
from home.rehearsal.visitor import Unexpected, Visitor


@dataclass
class Citizen:
    """Somebody on the panel; has an address and no account."""

    number: int
    visitor: Visitor
    #: The receipt code of the ballot.
    code: str = ""

    @property
    def address(self) -> str:
        """The address with which the citizen applies."""
        return f"citizen{self.number}@rehearsal.example"

    def apply(self) -> None:
        """Apply to the panel."""
        page = self.visitor.open(f"/contests/{SLUG}/panel/", "panel: apply")
        fields = {"name": f"시민{self.number}", "email": self.address}
        agreed = {box.name: "on" for box in page.fields("agree_")}
        self.visitor.submit(page, "apply", "panel: apply", fields | agreed)

    def confirm(self, letters: Letters) -> None:
        """Confirm the address by the mailed link."""
        page = self.visitor.open(letters.link(self.address, "/panel/link/"), "panel: confirm")
        self.visitor.submit(page, "confirm", "panel: confirm")

    def vote(self, letters: Letters) -> None:
        """Open the ballot by the mailed link, choose entries, cast it, keep the code."""
        page = self.visitor.open(letters.link(self.address, "/vote/link/"), "vote: link")
        page = self.visitor.submit(page, "open", "vote: ballot")
        entries = [box.get("value") for box in page.fields("chosen")]
        # Some entries please more citizens than others, so that a ranking comes out.
        entries.sort(key=lambda entry: (self.number * int(entry)) % 17)
        chosen = entries[: 1 + self.number % 3]
        page = self.visitor.submit(page, "cast", "vote: cast", {"chosen": chosen})
        codes = page.tree.find_class("receipt-code")
        if not codes:
            raise Unexpected(f"{self.address} has no receipt: {page.said}")
        self.code = codes[0].text_content().strip()
