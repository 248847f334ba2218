"""What the demonstration's apps say of themselves for the catalogue: kinds, versions, lineage."""

from datetime import date, timedelta

from home.demo.samples import Sample
from showcase.models import AppAudience, AppCategory, AppLanguage, AppPage, AppVersion

#: By topic: categories and fields of work, in the words of publiccode.yml.
WORDS = {
    "safety": (("geographic-information-systems", "digital-citizenship"), ("security",)),
    "transport": (("geographic-information-systems", "data-visualization"), ("transportation",)),
    "environment": (("data-visualization", "data-collection"), ("environment",)),
    "welfare": (("digital-citizenship", "online-community"), ("welfare", "society")),
    "culture": (("event-management", "educational-content"), ("culture", "tourism")),
    "economy": (("e-commerce", "data-visualization"), ("finance-and-economic-development",)),
    "health": (("appointment-scheduling", "communications"), ("healthcare",)),
}
#: Number, days after the first release, and what changed.
VERSIONS = (
    (
        "1.2.0",
        210,
        "큰 글씨에서 글이 잘리지 않습니다.\n화면낭독기로 목록을 차례대로 읽을 수 있습니다.\n영어를 더했습니다.",
        "Large type is no longer cut off.\nScreen readers read lists in order.\nEnglish was added.",
    ),
    (
        "1.1.0",
        60,
        "열린데이터광장의 새 주소를 씁니다.\n자주 가는 곳을 저장합니다.",
        "Uses the new address of the open data portal.\nKeeps favourite places.",
    ),
    ("1.0.0", 0, "처음 공개했습니다.", "First release."),
)
FEATURES_KO = (
    "가까운 곳부터 보여 줍니다\n가입하지 않아도 쓸 수 있습니다\n화면낭독기와 큰 글씨를 지원합니다"
)
FEATURES_EN = (
    "Shows what is near first\nWorks without an account\nSupports screen readers and large type"
)


def describe(app: AppPage, sample: Sample, *, korean: bool) -> dict:
    """Return the fields of an app that its entry did not have."""
    categories, audience = WORDS[sample.topic]
    fields = {
        "features": FEATURES_KO if korean else FEATURES_EN,
        "software_version": VERSIONS[0][0],
        "development_status": "stable" if app.is_android else "beta",
        "localisation_ready": True,
        "versions": versions(app.released_on, korean=korean),
        "category_links": [AppCategory(code=code) for code in categories],
        "audience_links": [AppAudience(code=code) for code in audience],
        "language_links": [AppLanguage(code=code) for code in ("ko", "en")],
    }
    stores = {"android_url": app.is_android, "ios_url": app.is_ios, "web_url": app.is_web}
    return fields | {
        name: f"https://{name.removesuffix('_url')}.example.org/{app.slug}"
        for name, is_there in stores.items()
        if is_there
    }


def versions(first: date, *, korean: bool) -> list[AppVersion]:
    """Return what came, the newest first."""
    return [
        AppVersion(
            number=number,
            released_on=first + timedelta(days=days),
            changes=in_korean if korean else in_english,
            sort_order=place,
        )
        for place, (number, days, in_korean, in_english) in enumerate(VERSIONS)
    ]
