"""What judges do in a rehearsal: pledge, score what is assigned, sign off."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from home.rehearsal.entrants import confirm, sign_up
from home.rehearsal.server import Letters
from home.rehearsal.visitor import Page, Visitor


@dataclass
class Juror:
    """A judge: harsh or lenient by number, of one mind with the others about what is good."""

    number: int
    visitor: Visitor
    password: str
    reviews: int = 0

    @property
    def address(self) -> str:
        """The address that is appointed."""
        return f"judge{self.number}@rehearsal.example"

    @property
    def name(self) -> str:
        """The name under which the judge is appointed."""
        return f"심사위원{self.number}"

    def sign_up(self, letters: Letters) -> None:
        """Make an account with the appointed address, and confirm it."""
        sign_up(self.visitor, self.address, self.name, self.password)
        confirm(self.visitor, letters, self.address)

    def pledge(self, letters: Letters) -> None:
        """Follow the invitation and accept it."""
        page = self.visitor.open(letters.link(self.address, "/judging/invitations/"), "pledge")
        self.visitor.submit(page, "accept", "pledge")

    def score_all(self) -> None:
        """Score and submit everything on the desk that is still to do."""
        for address in self._to_do():
            page = self.visitor.open(address, "judge: read")
            self.visitor.submit(page, "submit", "judge: submit", self._scores(page))
            self.reviews += 1

    def _to_do(self) -> list[str]:
        """Return the addresses of all reviews, page by page of the desk."""
        found: dict[str, None] = {}
        for number in range(1, 1000):
            page = self.visitor.open(f"/judging/?state=assigned&page={number}", "judge: desk")
            links = [urlsplit(link).path for link in page.links("/judging/reviews/")]
            if not set(links) - found.keys():
                break
            found |= dict.fromkeys(links)
        return list(found)

    def _scores(self, page: Page) -> dict[str, str]:
        """Return points by what the entry's title and this judge's strictness give."""
        heading = page.tree.findtext(".//h1").strip()
        scores = {
            "comment": f"“{heading}”의 쓰임새가 분명합니다. 화면 글씨를 키우면 더 좋겠습니다."
        }
        for field in page.form("version").xpath(".//input[@data-maximum]"):
            name, most = field.name, int(field.get("data-maximum"))
            luck = hashlib.sha256(f"{heading}{name}{self.number}".encode()).digest()[0] % 5
            worth = hashlib.sha256(heading.encode()).digest()[0] / 255
            points = most * (0.45 + 0.45 * worth) + luck - 2 - self.number % 3
            scores[name] = str(max(0, min(most, round(points))))
        return scores

    def sign_off(self) -> None:
        """Declare that all is done, where the desk offers it."""
        desk = self.visitor.open("/judging/", "sign off")
        for link in desk.links("/sign-off/"):
            form = self.visitor.open(link, "sign off")
            if form.has("sign_off"):
                self.visitor.submit(form, "sign_off", "sign off")
