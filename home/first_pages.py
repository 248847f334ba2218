"""What a new site says before its editors say it better: in both languages, word for word."""

WELCOME = "Welcome to your new Wagtail site!"  # the page that Wagtail's own migration leaves

HOME = {
    "ko": {
        "title": "홈",
        "headline": "시민이 만들고 모두가 쓰는 공공앱",
        "lead": "도시에 필요한 앱을 공모전에서 제안하고 만들어 보세요. "
        "뽑힌 앱은 소스와 함께 누구에게나 열립니다.",
        "action_label": "공모전 보기",
        "search_description": "시민이 공공앱을 만드는 공모전과, 소스가 열린 공공앱을 모은 곳입니다.",
    },
    "en": {
        "title": "Home",
        "headline": "Public apps, made by citizens for everyone",
        "lead": "Propose and build the apps that your city needs. "
        "Those that are chosen are opened to everyone, with their source.",
        "action_label": "See the contests",
        "search_description": "Contests in which citizens build public apps, "
        "and the apps that came out of them, with their source.",
    },
}
STEPS = {
    "ko": [
        ("공모전 고르기", "지금 접수하는 공모전과 일정, 시상 내역을 확인합니다."),
        ("출품하기", "혼자서 또는 팀으로 작성하고, 마감 전까지 언제든 고칩니다."),
        ("심사와 시민평가", "전문가와 시민평가단이 공개된 기준에 따라 평가합니다."),
        ("모두에게 공개", "수상작은 소스와 함께 전시관에 실려 누구나 쓰고 고칠 수 있습니다."),
    ],
    "en": [
        ("Choose a contest", "See which contests take entries, their dates and their prizes."),
        ("Enter", "Alone or as a team; change your entry as often as you like until it closes."),
        (
            "Judging and vote",
            "Experts and a panel of citizens judge by criteria that all can read.",
        ),
        (
            "Open to everyone",
            "Winning apps join the showcase with their source, free to use and change.",
        ),
    ],
}
#: Slug, then for each language title and lead.
CONTESTS = {
    "ko": {
        "title": "공모전",
        "lead": "시민이 참여하는 공공앱 공모전의 일정과 내용을 알려 드립니다.",
    },
    "en": {
        "title": "Contests",
        "lead": "Dates and details of the contests that citizens can enter.",
    },
}
SHOWCASE = {
    "ko": {
        "title": "공공앱 전시관",
        "lead": "공모전에서 나온 공공앱을 소스와 함께 소개합니다. 누구나 쓰고 고칠 수 있습니다.",
    },
    "en": {
        "title": "Showcase",
        "lead": "Public apps that came out of the contests, with their source: "
        "free for all to use and improve.",
    },
}
