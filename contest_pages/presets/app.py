"""The app contest: citizens build public apps (after the city's contest of 2018)."""

from contest_pages.presets.plan import Preset, StagePlan, at
from contest_pages.presets.shared import (
    CHANGES,
    COMPLETE,
    MORE_THAN_ONE,
    NO_OFFENCE,
    OPEN_SOURCE,
    OWN_WORK,
    PRIVACY,
    PROMOTION,
    RULES,
    SOURCE_OPEN,
    TEAM_FITS,
)

FIRST_CRITERIA = (
    {
        "title_ko": "공공성",
        "title_en": "Public benefit",
        "guidance_ko": "시민의 불편을 덜거나 공공의 이익에 이바지하는가",
        "guidance_en": "Makes citizens’ lives easier, or serves the public",
        "maximum": 30,
        "weight": 30,
    },
    {
        "title_ko": "창의성",
        "title_en": "Originality",
        "guidance_ko": "새로운 생각이나 방법이 있는가",
        "guidance_en": "New in idea or in method",
        "maximum": 25,
        "weight": 25,
    },
    {
        "title_ko": "완성도",
        "title_en": "Completeness",
        "guidance_ko": "기능이 끝까지 동작하고 쓰기 쉬운가",
        "guidance_en": "Works to the end, and is easy to use",
        "maximum": 25,
        "weight": 25,
    },
    {
        "title_ko": "활용 가능성",
        "title_en": "Reach",
        "guidance_ko": "많은 시민이 계속 쓸 수 있는가",
        "guidance_en": "Many citizens can use it for long",
        "maximum": 20,
        "weight": 20,
    },
)

FINAL_CRITERIA = (
    {
        "title_ko": "공공성",
        "title_en": "Public benefit",
        "guidance_ko": "시민의 불편을 덜거나 공공의 이익에 이바지하는가",
        "guidance_en": "Makes citizens’ lives easier, or serves the public",
        "maximum": 30,
        "weight": 30,
    },
    {
        "title_ko": "완성도",
        "title_en": "Completeness",
        "guidance_ko": "실제 서비스로 쓸 수 있을 만큼 안정되고 편리한가",
        "guidance_en": "Stable and convenient enough to be a service",
        "maximum": 30,
        "weight": 30,
    },
    {
        "title_ko": "확산 가능성",
        "title_en": "Reuse",
        "guidance_ko": "소스를 열어 다른 곳에서도 쓸 수 있는가",
        "guidance_en": "Its source can be opened and used elsewhere",
        "maximum": 20,
        "weight": 20,
    },
    {
        "title_ko": "발표",
        "title_en": "Presentation",
        "guidance_ko": "작품의 뜻과 효과를 분명하게 설명하는가",
        "guidance_en": "Explains clearly what it is for and what it does",
        "maximum": 20,
        "weight": 20,
    },
)

STAGES = [
    StagePlan("submission", "접수", "Submission", at(0), at(116), grace_minutes=30),
    StagePlan("milestone", "참가 설명회", "Briefing", at(14, 14), at(14, 16)),
    StagePlan("milestone", "시민평가단 모집", "Recruiting the citizen panel", at(24), at(147)),
    StagePlan(
        "screening",
        "1차 적격심사",
        "First stage: screening",
        at(116),
        at(130),
        changes_until=at(126),
    ),
    StagePlan(
        "judging",
        "2차 예선심사",
        "Second stage: preliminary judging",
        at(130),
        at(144),
        round=1,
        weight=100,
        is_blind=True,
        criteria=FIRST_CRITERIA,
    ),
    StagePlan(
        "judging",
        "3차 본선심사",
        "Third stage: final judging",
        at(147),
        at(161),
        round=2,
        weight=70,
        criteria=FINAL_CRITERIA,
        averaging="trimmed",
        reviews_per_entry=5,
    ),
    StagePlan("voting", "시민평가", "Citizen vote", at(147), at(161), round=2, weight=30),
    StagePlan("delivery", "소스와 결과물 제출", "Handing in source", at(163), at(177)),
    StagePlan("milestone", "시상식", "Award ceremony", at(183, 14), at(183, 16)),
]

QUESTIONS = [
    {
        "key": "problem",
        "kind": "long_text",
        "label_ko": "어떤 불편이나 문제를 해결하나요?",
        "label_en": "Which problem does the app solve?",
        "help_ko": "누가, 언제, 어떤 불편을 겪는지 구체적으로 써 주세요.",
        "help_en": "Say who has the problem, and when.",
        "max_length": 1000,
        "is_public": True,
    },
    {
        "key": "target_users",
        "kind": "short_text",
        "label_ko": "주요 이용자는 누구인가요?",
        "label_en": "Who is the app for?",
        "max_length": 100,
        "is_public": True,
    },
    {
        "key": "features",
        "kind": "long_text",
        "label_ko": "주요 기능",
        "label_en": "Main features",
        "max_length": 2000,
        "is_public": True,
    },
    {
        "key": "platforms",
        "kind": "choices",
        "label_ko": "어디에서 쓸 수 있나요?",
        "label_en": "Where does it run?",
        "choices_text": "안드로이드 | Android\niOS | iOS\n모바일 웹 | Mobile web",
        "is_public": True,
    },
    {
        "key": "public_data",
        "kind": "choices",
        "label_ko": "활용한 공공데이터와 오픈 API",
        "label_en": "Public data and open APIs used",
        "choices_text": (
            "서울 열린데이터광장 | Seoul Open Data Plaza\n"
            "공공데이터포털 | Korea’s public data portal\n"
            "그 밖의 공공 API | Other public APIs\n"
            "쓰지 않음 | None"
        ),
        "is_public": True,
    },
    {
        "key": "released_on",
        "kind": "date",
        "label_ko": "출시일 또는 출시 예정일",
        "label_en": "Released, or to be released, on",
        "is_required": False,
        "is_public": True,
    },
    {
        "key": "prior_award",
        "kind": "yes_no",
        "label_ko": "다른 공모전에서 상을 받은 적이 있는 작품인가요?",
        "label_en": "Has this work won an award elsewhere?",
    },
    {
        "key": "prior_award_where",
        "kind": "short_text",
        "label_ko": "받았다면 언제, 어느 공모전인가요?",
        "label_en": "If so: when, and in which contest?",
        "is_required": False,
    },
    {
        "key": "manual",
        "kind": "file",
        "label_ko": "작품 설명서",
        "label_en": "Description of the work",
        "help_ko": "화면과 사용 방법을 담은 문서를 올려 주세요.",
        "help_en": "A document that shows the screens and how they are used.",
        "max_files": 2,
    },
]

APP = Preset(
    accent="blue",
    team_min=1,
    team_max=10,
    budget=18_000_000,
    tagline="시민이 직접 만드는 공공앱, 소스를 열어 함께 고쳐 갑니다.",
    eligibility=(
        "<p>학력과 지역에 관계없이 누구나 개인 또는 10명 이하의 팀으로 참가할 수 있습니다.</p>"
        "<ul><li>스마트폰에서 쓰는 공익 목적의 앱</li>"
        "<li>시가 개방한 공공데이터와 오픈 API를 활용한 앱</li></ul>"
    ),
    rounds=[(1, 20), (2, None)],
    stages=STAGES,
    tracks=[
        {
            "title_ko": "공익 앱",
            "title_en": "Apps for the public good",
            "description_ko": "시민의 불편을 덜어 주는 스마트폰 앱",
            "description_en": "Smartphone apps that make citizens’ lives easier",
        },
        {
            "title_ko": "공공데이터 활용 앱",
            "title_en": "Apps on public data",
            "description_ko": "시가 개방한 데이터와 API로 만든 스마트폰 앱",
            "description_en": "Smartphone apps built on the city’s open data and APIs",
        },
    ],
    prizes=[
        {"title_ko": "으뜸상", "title_en": "Grand prize", "places": 1, "amount": 5_000_000},
        {"title_ko": "열정상", "title_en": "Passion prize", "places": 2, "amount": 3_000_000},
        {"title_ko": "발전상", "title_en": "Progress prize", "places": 3, "amount": 1_000_000},
        {
            "title_ko": "장려상",
            "title_en": "Encouragement prize",
            "places": 8,
            "amount": 500_000,
        },
    ],
    questions=QUESTIONS,
    consents=[RULES, PRIVACY, OPEN_SOURCE, PROMOTION],
    checks=[
        {
            "title_ko": "공익 목적이거나 시의 공공데이터를 활용한 앱인가",
            "title_en": "Serves the public, or is built on the city’s open data",
        },
        {
            "title_ko": "스마트폰에서 실행되는가",
            "title_en": "Runs on a smartphone",
            "help_ko": "내려받거나 웹 주소를 열어 첫 화면과 주요 기능을 확인합니다.",
            "help_en": "Install it or open its address; see the first screen and main features.",
        },
        TEAM_FITS,
        OWN_WORK,
        COMPLETE,
        SOURCE_OPEN,
        NO_OFFENCE,
    ],
    faq=[
        MORE_THAN_ONE,
        CHANGES,
        (
            "소스를 꼭 공개해야 하나요?",
            "수상작의 소스는 참가자가 고른 오픈소스 라이선스로 공개합니다. 저작권은 참가자에게 남습니다.",
        ),
    ],
)
