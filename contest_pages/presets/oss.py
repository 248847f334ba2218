"""The open-source project contest: teams carry out a project on a set topic (2017)."""

from contest_pages.presets.plan import Preset, StagePlan, at
from contest_pages.presets.shared import (
    CHANGES,
    COMPLETE,
    NO_OFFENCE,
    OPEN_SOURCE,
    OWN_WORK,
    PRIVACY,
    PROMOTION,
    RULES,
    SOURCE_OPEN,
    TEAM_FITS,
)

PLAN_CRITERIA = (
    {
        "title_ko": "기획",
        "title_en": "Planning",
        "guidance_ko": "문제와 목표, 일정이 분명한가",
        "guidance_en": "Problem, aims and schedule are clear",
        "maximum": 40,
        "weight": 40,
    },
    {
        "title_ko": "활동 계획",
        "title_en": "Plan of work",
        "guidance_ko": "역할을 나누고 공개 저장소에서 함께 일하는가",
        "guidance_en": "Roles are shared; the work is done in an open repository",
        "maximum": 30,
        "weight": 30,
    },
    {
        "title_ko": "활용 가능성",
        "title_en": "Reach",
        "guidance_ko": "다른 곳에서도 쓸 수 있는가",
        "guidance_en": "Can be used elsewhere",
        "maximum": 30,
        "weight": 30,
    },
)

FINAL_CRITERIA = (
    {
        "title_ko": "기획",
        "title_en": "Planning",
        "guidance_ko": "처음 세운 목표를 이루었는가",
        "guidance_en": "What was planned has been reached",
        "maximum": 30,
        "weight": 30,
    },
    {
        "title_ko": "활동",
        "title_en": "Work",
        "guidance_ko": "공개 저장소에서 꾸준히 함께 일했는가",
        "guidance_en": "Steady work together in an open repository",
        "maximum": 40,
        "weight": 40,
    },
    {
        "title_ko": "문서화",
        "title_en": "Documentation",
        "guidance_ko": "다른 사람이 고쳐 쓸 수 있도록 문서를 갖추었는가",
        "guidance_en": "Documented well enough for others to build on",
        "maximum": 30,
        "weight": 30,
    },
)

STAGES = [
    StagePlan("milestone", "오픈소스 교육", "Open-source training", at(7, 14), at(7, 18)),
    StagePlan("submission", "계획서 접수", "Submitting plans", at(0), at(31)),
    StagePlan("screening", "적격심사", "Screening", at(31), at(41), changes_until=at(38)),
    StagePlan(
        "judging",
        "계획서 심사",
        "Judging of plans",
        at(41),
        at(51),
        round=1,
        weight=100,
        is_blind=True,
        criteria=PLAN_CRITERIA,
    ),
    StagePlan("delivery", "프로젝트 활동", "Project work", at(54), at(125)),
    StagePlan(
        "judging",
        "최종 평가",
        "Final judging",
        at(125),
        at(135),
        round=2,
        weight=100,
        criteria=FINAL_CRITERIA,
    ),
    StagePlan("milestone", "시상식", "Award ceremony", at(143, 14), at(143, 16)),
]

TOPICS = [
    ("수상 앱의 개선", "Improving a winning app", "지난 공모전 수상 앱을 이어 받아 개선"),
    ("교통과 보행", "Transport and walking", "걷고 타는 길을 편하게 하는 서비스"),
    ("안전", "Safety", "위험을 알리고 대비하게 하는 서비스"),
    ("환경", "Environment", "대기, 에너지, 자원 순환을 다루는 서비스"),
    ("복지와 돌봄", "Welfare and care", "돌봄이 필요한 이웃을 위한 서비스"),
    ("공통 기능 API", "Shared API modules", "여러 공공앱이 함께 쓰는 기능 모듈"),
]

OSS = Preset(
    accent="green",
    team_min=3,
    team_max=6,
    budget=29_000_000,
    tagline="함께 쓰고 함께 고치는 공공앱, 오픈소스 프로젝트에 도전하세요.",
    eligibility=(
        "<p>3명 이상 6명 이하의 팀으로 참가합니다. 학생, 직장인, 개발자 모임 누구나 됩니다.</p>"
    ),
    rounds=[(1, 6), (2, None)],
    stages=STAGES,
    tracks=[
        {"title_ko": title_ko, "title_en": title_en, "description_ko": description}
        for title_ko, title_en, description in TOPICS
    ],
    prizes=[
        {"title_ko": "대상", "title_en": "Grand prize", "places": 1, "amount": 10_000_000},
        {"title_ko": "금상", "title_en": "Gold", "places": 1, "amount": 7_000_000},
        {"title_ko": "은상", "title_en": "Silver", "places": 2, "amount": 4_000_000},
        {"title_ko": "동상", "title_en": "Bronze", "places": 2, "amount": 2_000_000},
    ],
    questions=[
        {
            "key": "plan",
            "kind": "long_text",
            "label_ko": "무엇을 어떻게 만들 계획인가요?",
            "label_en": "What will you build, and how?",
            "max_length": 3000,
        },
        {
            "key": "team_size",
            "kind": "number",
            "label_ko": "팀원 수",
            "label_en": "Number of team members",
        },
        {
            "key": "roles",
            "kind": "long_text",
            "label_ko": "팀원의 역할과 경험",
            "label_en": "Roles and experience of the members",
            "max_length": 1500,
        },
        {
            "key": "repository",
            "kind": "url",
            "label_ko": "공개 저장소 주소",
            "label_en": "Address of the public repository",
            "help_ko": "아직 없으면 비워 두세요.",
            "help_en": "Leave it empty if there is none yet.",
            "is_required": False,
            "is_public": True,
        },
        {
            "key": "plan_file",
            "kind": "file",
            "label_ko": "프로젝트 계획서",
            "label_en": "Project plan",
            "max_files": 3,
        },
    ],
    consents=[RULES, PRIVACY, OPEN_SOURCE, PROMOTION],
    checks=[TEAM_FITS, OWN_WORK, COMPLETE, SOURCE_OPEN, NO_OFFENCE],
    faq=[
        CHANGES,
        (
            "어떤 라이선스를 써야 하나요?",
            "OSI가 인정한 오픈소스 라이선스라면 어느 것이든 됩니다. 오픈소스 교육에서 안내합니다.",
        ),
    ],
)
