"""What entrants and judges of every contest agree to, and what everybody asks."""

#: What judges promise before they see an entry.
PLEDGE_KO = (
    "심사 과정에서 알게 된 내용을 다른 사람에게 알리거나 다른 목적으로 쓰지 않겠습니다. 참가자와 "
    "가족, 소속, 지도, 거래 관계가 있는 작품은 스스로 밝히고 심사하지 않겠습니다. 정한 기준에 따라 "
    "공정하게 심사하겠습니다."
)
PLEDGE_EN = (
    "I keep to myself what I learn while judging and use it for nothing else. I declare every entry "
    "with whose team I share family, employer, teaching or business, and do not judge it. I judge "
    "fairly and by the published criteria."
)

RULES = {
    "key": "rules",
    "title_ko": "참가 규정에 동의합니다.",
    "title_en": "I accept the rules of the contest.",
    "text_ko": (
        "출품작은 참가자가 직접 만든 것이어야 하며 다른 사람의 저작권, 초상권 등 권리를 "
        "침해하지 않아야 합니다. 규정을 어기거나 거짓으로 작성한 출품작은 심사에서 제외하고, "
        "이미 준 상은 거두어들일 수 있습니다."
    ),
    "text_en": (
        "Entries are the entrants’ own work and infringe nobody’s rights. Entries that break the "
        "rules or contain false statements are disqualified; an award already given may be taken "
        "back."
    ),
}

PRIVACY = {
    "key": "privacy",
    "title_ko": "개인정보 수집·이용에 동의합니다.",
    "title_en": "I agree that my personal data are collected and used.",
    "text_ko": (
        "수집 항목: 이름, 이메일 주소, 출품작에 적은 내용. 이용 목적: 접수, 심사, 결과 안내, "
        "시상. 보유 기간: 공모전이 끝난 뒤 1년이며, 수상작의 기록은 계속 보관합니다. 동의하지 "
        "않을 수 있으나, 그 경우 참가할 수 없습니다."
    ),
    "text_en": (
        "Collected: name, e-mail address, what the entry says. Used for: receiving and judging "
        "entries, telling the results, awards. Kept: for one year after the contest; the record "
        "of awards stays. You may decline, but cannot take part then."
    ),
}

OPEN_SOURCE = {
    "key": "open_source",
    "title_ko": "수상하면 소스를 공개하는 데 동의합니다.",
    "title_en": "I agree that the source is opened if the entry wins.",
    "text_ko": (
        "수상작과 그 소스는 참가자가 고른 오픈소스 라이선스로 플랫폼에 공개하여 누구나 쓰고 "
        "고칠 수 있게 합니다. 저작권은 참가자에게 남습니다."
    ),
    "text_en": (
        "Winning entries and their source are opened on the platform under the open-source "
        "licence that the entrants chose, for anyone to use and improve. Copyright stays with "
        "the entrants."
    ),
}

PUBLICATION = {
    "key": "publication",
    "title_ko": "수상작을 공개하는 데 동의합니다.",
    "title_en": "I agree that the entry is published if it wins.",
    "text_ko": (
        "수상한 아이디어는 공공앱을 만드는 데 쓸 수 있도록 플랫폼에 공개합니다. 만든 사람의 "
        "이름을 함께 밝힙니다."
    ),
    "text_en": (
        "Winning ideas are published on the platform so that public apps can be made of them, "
        "with the names of those who had them."
    ),
}

PROMOTION = {
    "key": "promotion",
    "title_ko": "홍보에 활용하는 데 동의합니다. (선택)",
    "title_en": "My entry may be used for promotion. (optional)",
    "text_ko": "출품작의 제목, 소개, 화면을 공모전 홍보물과 보도 자료에 쓸 수 있습니다.",
    "text_en": "Title, summary and pictures may be used in promotion and press releases.",
    "is_required": False,
}

OWN_WORK = {
    "title_ko": "직접 만든 작품인가",
    "title_en": "The entrants’ own work",
    "help_ko": "다른 작품이나 이미 상을 받은 작품을 그대로 낸 것이 아닌지 봅니다.",
    "help_en": "Not copied from another work, nor one that has won an award before.",
}
TEAM_FITS = {
    "title_ko": "참가 자격과 팀 인원이 맞는가",
    "title_en": "Eligible entrants, team of the right size",
}
COMPLETE = {
    "title_ko": "제출 서류가 빠짐없는가",
    "title_en": "All documents handed in",
    "help_ko": "파일이 열리는지, 내용이 질문에 맞는지 봅니다.",
    "help_en": "The files open, and they answer what was asked.",
}
NO_OFFENCE = {
    "title_ko": "권리를 침해하거나 부적절한 내용이 없는가",
    "title_en": "Infringes no rights, nothing improper",
    "help_ko": "저작권·초상권·개인정보, 광고, 정치적·종교적 목적을 살핍니다.",
    "help_en": "Copyright, portrait rights, personal data; advertising, politics, religion.",
}
SOURCE_OPEN = {
    "title_ko": "소스를 공개할 수 있는가",
    "title_en": "The source can be opened",
    "help_ko": "소스 저장소가 열리고 라이선스가 오픈소스인지 봅니다.",
    "help_en": "The repository opens, and the licence is an open-source one.",
}

MORE_THAN_ONE = (
    "여러 작품을 낼 수 있나요?",
    "네. 서로 다른 작품이면 여러 개를 낼 수 있습니다.",
)
CHANGES = (
    "제출한 뒤에 고칠 수 있나요?",
    "접수 마감 전에는 언제든 고칠 수 있습니다. 마감 뒤에는 보완 요청을 받은 경우에만 고칩니다.",
)
