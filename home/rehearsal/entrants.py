"""What citizens do in a rehearsal: sign up, write, upload, submit, answer a request for changes."""

import re
from dataclasses import dataclass, field

from lxml.html import FormElement, TextareaElement

from home.rehearsal.server import Letters
from home.rehearsal.staff import SLUG
from home.rehearsal.visitor import Page, Unexpected, Visitor, filled

DOCUMENT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
TEXT = "버스 정류장과 가까운 쉼터를 지도에 모아 한눈에 보여 주고, 붐비는 시간을 미리 알려 줍니다. "


def sign_up(visitor: Visitor, address: str, name: str, password: str) -> None:
    """Make an account."""
    page = visitor.open("/accounts/signup/", "sign up")
    fields = {"name": name, "email": address, "password1": password}
    visitor.submit(page, "password1", "sign up", fields)


def confirm(visitor: Visitor, letters: Letters, address: str) -> None:
    """Confirm the address of a new account by the mailed link."""
    page = visitor.open(letters.link(address, "/confirm-email/"), "sign up: confirm")
    visitor.submit(page, "", "sign up: confirm")


@dataclass
class Team:
    """A citizen who enters alone, and what has become of the entry."""

    number: int
    visitor: Visitor
    password: str
    receipts: list[str] = field(default_factory=list)
    entry_at: str = ""

    @property
    def address(self) -> str:
        """The address with which the account is made."""
        return f"team{self.number}@rehearsal.example"

    @property
    def title(self) -> str:
        """The title of the entry."""
        return f"리허설 작품 {self.number:04}"

    def sign_up(self) -> None:
        """Make the account."""
        sign_up(self.visitor, self.address, f"참가자{self.number}", self.password)

    def draft(self, letters: Letters) -> None:
        """Confirm the account, start an entry, save a draft, and attach the document."""
        confirm(self.visitor, letters, self.address)
        page = self.visitor.open(f"/contests/{SLUG}/enter/", "start entry")
        page = self.visitor.submit(page, "start_key", "start entry")
        self.entry_at = re.search(r"/my/entries/\d+/", page.url)[0]
        page = self.visitor.submit(page, "save", "save draft", {"title": self.title})
        sent = {"answer_manual": (f"설명서{self.number}.pdf", DOCUMENT, "application/pdf")}
        self.visitor.submit(page, "upload", "upload", self._written(page) | sent)

    def _written(self, page: Page) -> dict:
        """Return everything that the form asks, filled in."""
        form, number = page.form("title"), self.number
        fields = {
            "title": self.title,
            "summary": f"동네의 불편을 풀어 주는 {number}번째 작품입니다.",
            "description": TEXT * (3 + number % 5),
            "team_name": f"모임 {number}",
            "licence": "MIT",
            "source_url": f"https://git.example.org/rehearsal/{number}",
            "web_url": f"https://app{number}.example.org/",
        }
        for box in form.inputs:
            if (box.name or "").startswith("answer_"):
                if isinstance(box, TextareaElement):
                    fields[box.name] = TEXT
                elif box.get("type") == "text":
                    fields[box.name] = f"시민 {number}"
        return fields | _chosen(form)

    def submit(self) -> None:
        """Check the entry, agree to everything, and submit it; keep the receipt's number."""
        page = self.visitor.open(f"{self.entry_at}edit/", "check")
        page = self.visitor.submit(page, "continue", "check", self._written(page))
        boxes = page.fields("consent_")
        agreed = {box.name: "on" for box in boxes} | {"is_under_14": "no"}
        page = self.visitor.submit(page, "version", "submit", agreed if boxes else {})
        found = re.search(r"M-[0-9A-Z-]+", page.text)
        if found is None:
            raise Unexpected(f"{self.title} has no receipt: {page.said}")
        self.receipts.append(found[0])

    def answer(self) -> None:
        """Change the entry and submit it again, where a moderator has asked for that."""
        page = self.visitor.open(self.entry_at, "own entry")
        if "보완 요청" in page.text:
            self.submit()


def _chosen(form: FormElement) -> dict[str, str]:
    """Return the first of each group of radio buttons and boxes in which nothing is chosen."""
    have, chosen = filled(form), {}
    for box in form.xpath(".//input[@type = 'radio' or @type = 'checkbox']"):
        if re.match("answer_|track$", box.name or "") and box.name not in have:
            chosen.setdefault(box.name, box.get("value"))
    return chosen
