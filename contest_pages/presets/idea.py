"""The idea contest: citizens say which public apps they need."""

from contest_pages.presets.plan import Preset, StagePlan, at
from contest_pages.presets.shared import (
    CHANGES,
    COMPLETE,
    MORE_THAN_ONE,
    NO_OFFENCE,
    OWN_WORK,
    PRIVACY,
    PROMOTION,
    PUBLICATION,
    RULES,
    TEAM_FITS,
)

CRITERIA = (
    {
        "title_ko": "필요성",
        "title_en": "Need",
        "guidance_ko": "시민에게 꼭 필요한 서비스인가",
        "guidance_en": "A service that citizens need",
        "maximum": 40,
        "weight": 40,
    },
    {
        "title_ko": "창의성",
        "title_en": "Originality",
        "guidance_ko": "새로운 생각이나 방법이 있는가",
        "guidance_en": "New in idea or in method",
        "maximum": 30,
        "weight": 30,
    },
    {
        "title_ko": "실현 가능성",
        "title_en": "Feasibility",
        "guidance_ko": "공공앱으로 만들 수 있는가",
        "guidance_en": "Can be built as a public app",
        "maximum": 30,
        "weight": 30,
    },
)

STAGES = [
    StagePlan("submission", "접수", "Submission", at(0), at(42)),
    StagePlan("screening", "적격심사", "Screening", at(42), at(52), changes_until=at(49)),
    StagePlan(
        "judging",
        "전문가 심사",
        "Expert judging",
        at(52),
        at(63),
        round=1,
        weight=60,
        is_blind=True,
        criteria=CRITERIA,
    ),
    StagePlan("voting", "시민평가", "Citizen vote", at(63), at(73), round=1, weight=40),
    StagePlan("milestone", "결과 발표", "Results", at(80, 10), at(80, 11)),
]

IDEA = Preset(
    accent="violet",
    team_min=1,
    team_max=3,
    budget=3_500_000,
    tagline="이런 앱이 있으면 좋겠다, 시민의 생각이 공공앱이 됩니다.",
    eligibility=(
        "<p>누구나 개인 또는 3명 이하의 팀으로 참가할 수 있습니다. 개발 경험은 없어도 됩니다.</p>"
    ),
    rounds=[(1, None)],
    stages=STAGES,
    tracks=[
        {
            "title_ko": "새로운 앱",
            "title_en": "A new app",
            "description_ko": "아직 없지만 꼭 필요한 공공앱",
            "description_en": "A public app that is missing",
        },
        {
            "title_ko": "있는 앱의 개선",
            "title_en": "A better app",
            "description_ko": "이미 있는 공공앱을 더 낫게 하는 방법",
            "description_en": "How an existing public app could be better",
        },
    ],
    prizes=[
        {"title_ko": "으뜸상", "title_en": "Grand prize", "places": 1, "amount": 1_000_000},
        {"title_ko": "우수상", "title_en": "Excellence prize", "places": 3, "amount": 500_000},
        {
            "title_ko": "장려상",
            "title_en": "Encouragement prize",
            "places": 10,
            "amount": 100_000,
        },
    ],
    questions=[
        {
            "key": "need",
            "kind": "long_text",
            "label_ko": "왜 이 앱이 필요한가요?",
            "label_en": "Why is this app needed?",
            "help_ko": "겪은 불편이나 본 일을 바탕으로 써 주세요.",
            "help_en": "Write of what you saw or went through.",
            "max_length": 1500,
            "is_public": True,
        },
        {
            "key": "how",
            "kind": "long_text",
            "label_ko": "앱은 어떻게 움직이나요?",
            "label_en": "How does the app work?",
            "help_ko": "이용자가 무엇을 하고 무엇을 보게 되는지 순서대로 써 주세요.",
            "help_en": "Say step by step what a user does and sees.",
            "max_length": 2000,
            "is_public": True,
        },
        {
            "key": "field",
            "kind": "choice",
            "label_ko": "분야",
            "label_en": "Field",
            "choices_text": (
                "교통 | Transport\n안전 | Safety\n복지 | Welfare\n환경 | Environment\n"
                "문화·관광 | Culture and tourism\n교육 | Education\n그 밖 | Other"
            ),
            "is_public": True,
        },
        {
            "key": "similar",
            "kind": "url",
            "label_ko": "비슷한 서비스가 있다면 주소를 알려 주세요.",
            "label_en": "The address of a similar service, if there is one",
            "is_required": False,
        },
        {
            "key": "proposal",
            "kind": "file",
            "label_ko": "제안서",
            "label_en": "Proposal",
            "is_required": False,
            "max_files": 1,
        },
    ],
    consents=[RULES, PRIVACY, PUBLICATION, PROMOTION],
    checks=[TEAM_FITS, OWN_WORK, COMPLETE, NO_OFFENCE],
    faq=[
        MORE_THAN_ONE,
        CHANGES,
        (
            "개발을 할 줄 몰라도 되나요?",
            "네. 아이디어만 있으면 됩니다. 뽑힌 아이디어는 다음 앱 공모전의 주제가 됩니다.",
        ),
    ],
)
