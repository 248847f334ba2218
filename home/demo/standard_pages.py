"""What the demonstration's standard pages say. Figures: the programme's budget sheet and press."""


def _text(*paragraphs: str) -> tuple[str, str]:
    return "text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _list(*points: str) -> tuple[str, str]:
    return "text", f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"


def _table(caption: str, *rows: list[str]) -> tuple[str, dict]:
    return "table", {
        "data": list(rows),
        "table_caption": caption,
        "table_header_choice": "both",
        "first_row_is_table_header": True,
        "first_col_is_header": True,
    }


ABOUT_KO = [
    _text(
        "이 사업은 2013년 8월에 시작했습니다. 시민이 동네에서 겪는 불편을 스스로 앱으로 풀어 보고, "
        "그 앱과 소스를 다시 모두가 쓰게 하는 것이 목적입니다.",
        "수상작의 소스는 누구나 쓸 수 있도록 공개합니다. 2017년에는 2015~2016년 수상작 53개의 "
        "소스를 열었습니다.",
    ),
    ("heading", "해마다 하는 일"),
    _list(
        "앱 공모전: 시민이 공공앱을 만들어 내놓습니다.",
        "아이디어 공모전: 어떤 공공앱이 필요한지 시민이 알려 줍니다.",
        "오픈소스 프로젝트 경진대회: 팀을 이루어 주제별로 공공앱의 소스를 키웁니다.",
        "시민평가단: 시민이 전문가와 함께 본선 작품을 평가합니다.",
    ),
    ("heading", "숫자로 보는 참여"),
    _table(
        "연도별 참여 현황",
        ["연도", "앱 공모전 출품작", "참여한 시민"],
        ["2015년", "128건", "1,319명"],
        ["2016년", "208건", "1,390명"],
        ["2017년", "153건", "시민평가단 1,263명"],
    ),
    _text("자료: 2018년 사업 예산서와 당시 언론 보도"),
    (
        "call_to_action",
        {
            "title": "다음 공공앱은 여러분 차례입니다",
            "text": "지금 접수하는 공모전과 마감일을 확인해 보세요.",
            "label": "공모전 보기",
            "url": "/contests/",
        },
    ),
]
ABOUT_EN = [
    _text(
        "The programme began in August 2013. Citizens solve a problem of their neighbourhood with "
        "an app of their own, and the app and its source go back to everyone.",
        "The source of winning apps is opened to all. In 2017 the source of 53 winners of 2015 "
        "and 2016 was opened.",
    ),
    ("heading", "What happens each year"),
    _list(
        "App contest: citizens build and publish public apps.",
        "Idea contest: citizens say which public apps are missing.",
        "Open-source project contest: teams grow the source of public apps, one topic each.",
        "Citizen panel: citizens judge the finalists beside the experts.",
    ),
    ("heading", "Taking part, in figures"),
    _table(
        "Entries and citizens by year",
        ["Year", "App contest entries", "Citizens taking part"],
        ["2015", "128", "1,319"],
        ["2016", "208", "1,390"],
        ["2017", "153", "1,263 on the citizen panel"],
    ),
    _text("Source: budget sheet of 2018 and press of the day"),
    (
        "call_to_action",
        {
            "title": "The next public app could be yours",
            "text": "See which contests take entries now, and until when.",
            "label": "See the contests",
            "url": "/en/contests/",
        },
    ),
]

#: (slug, (title, lead, body) in Korean, the same in English)
STANDARD_PAGES = (
    (
        "about",
        (
            "사업 소개",
            "시민이 직접 공공앱을 만들 수 있도록 지원하고, 공모전을 열어 시민 중심의 공공앱을 늘립니다.",
            ABOUT_KO,
        ),
        (
            "About the programme",
            "We help citizens to build public apps themselves, and hold contests so that there are "
            "more of them.",
            ABOUT_EN,
        ),
    ),
    (
        "privacy",
        (
            "개인정보 처리방침",
            "어떤 정보를 왜 받고 언제 지우는지 알려 드립니다.",
            [
                _text(
                    "출품에 필요한 이름과 이메일 주소만 받습니다. 공모전이 끝나고 정해진 기간이 "
                    "지나면 지웁니다.",
                    "이 글은 시연용 견본입니다. 실제 운영 기관은 자체 방침을 싣습니다.",
                )
            ],
        ),
        (
            "Privacy policy",
            "What we ask for, why, and when we delete it.",
            [
                _text(
                    "We ask only for the name and e-mail address that entering needs, and delete "
                    "them when the set period after a contest has passed.",
                    "This text is a sample: whoever runs the site puts its own policy here.",
                )
            ],
        ),
    ),
    (
        "terms",
        (
            "이용약관",
            "이 사이트를 이용할 때 지켜야 할 약속입니다.",
            [
                _text(
                    "출품작의 권리는 출품한 사람에게 있습니다. 공모전에서 따로 동의를 받는 내용이 "
                    "있으면 그 내용이 먼저입니다.",
                    "이 글은 시연용 견본입니다.",
                )
            ],
        ),
        (
            "Terms of use",
            "What we ask of those who use this site.",
            [
                _text(
                    "The rights in an entry stay with those who made it. Where a contest asks for "
                    "a consent of its own, that text comes first.",
                    "This text is a sample.",
                )
            ],
        ),
    ),
)
