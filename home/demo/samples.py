"""Invented entries for the demonstration. None of them was ever entered anywhere."""

from dataclasses import dataclass

#: Stands below every sample's description, so that nobody takes it for a real entry.
SAMPLE_NOTE_KO = "※ 견본입니다. 시연을 위해 지어낸 출품작이며 실제 작품이 아닙니다."
SAMPLE_NOTE_EN = "Sample: this work was invented for the demonstration and does not exist."


@dataclass(frozen=True)
class Sample:
    """An invented work: texts in Korean and English, its team, and how its screens are drawn."""

    title: str
    summary: str
    title_en: str
    summary_en: str
    team: str
    scene: str  # of home.demo.drawings.SCENES
    topic: str = ""
    platforms: tuple[str, ...] = ("android",)


APP_2018 = (
    Sample(
        "골목길 등불",
        "어두운 귀갓길에서 가장 밝은 길을 안내합니다.",
        "Alley Lantern",
        "Finds the brightest way home at night.",
        "등대지기",
        "map",
        "safety",
        ("android", "ios"),
    ),
    Sample(
        "따릉이 길잡이",
        "가까운 대여소와 남은 자전거를 한눈에 보여 줍니다.",
        "Bike Guide",
        "Shows nearby bike stations and free bikes at a glance.",
        "달리는 사람들",
        "map",
        "transport",
        ("android", "ios"),
    ),
    Sample(
        "미세먼지 산책",
        "공기가 맑은 시간과 길을 골라 산책을 권합니다.",
        "Clear Air Walk",
        "Suggests the hours and paths with the cleanest air.",
        "맑은하늘",
        "chart",
        "environment",
        ("android",),
    ),
    Sample(
        "무장애 서울",
        "계단 없는 길과 승강기 위치를 알려 줍니다.",
        "Step-free Seoul",
        "Routes without stairs, and where the lifts are.",
        "함께걸음",
        "map",
        "welfare",
        ("android", "ios"),
    ),
    Sample(
        "우리 동네 공연",
        "오늘 저녁 가까운 곳의 무료 공연을 찾아 줍니다.",
        "Stage Nearby",
        "Finds free performances close by tonight.",
        "무대뒤편",
        "calendar",
        "culture",
        ("android", "ios", "web"),
    ),
    Sample(
        "장바구니 나침반",
        "전통시장과 마트의 물가를 견줘 줍니다.",
        "Basket Compass",
        "Compares prices of markets and supermarkets.",
        "알뜰살뜰",
        "chart",
        "economy",
        ("android",),
    ),
    Sample(
        "응급실 한걸음",
        "지금 받을 수 있는 응급실과 약국을 알려 줍니다.",
        "One Step to Care",
        "Emergency rooms and pharmacies that are open now.",
        "하얀가운",
        "list",
        "health",
        ("android", "ios"),
    ),
    Sample(
        "도서관 옆 도서관",
        "빌리고 싶은 책이 있는 가장 가까운 도서관을 찾습니다.",
        "The Next Library",
        "Finds the nearest library that has the book.",
        "책갈피",
        "list",
        "culture",
        ("android", "web"),
    ),
    Sample(
        "텃밭 일기",
        "도시 텃밭의 물 주는 날과 거두는 날을 챙겨 줍니다.",
        "Garden Diary",
        "Keeps watering and harvest days of city gardens.",
        "초록손",
        "calendar",
        "environment",
        ("android",),
    ),
    Sample(
        "꼬마 통학길",
        "아이의 통학길에서 조심할 곳을 지도로 보여 줍니다.",
        "Little Way to School",
        "Maps what to watch for on a child's way to school.",
        "노란우산",
        "map",
        "safety",
        ("android", "ios"),
    ),
    Sample(
        "한강 물멍",
        "한강공원의 붐비는 정도와 빈자리를 알려 줍니다.",
        "Riverside",
        "How busy each riverside park is right now.",
        "물수제비",
        "photo",
        "culture",
        ("ios",),
    ),
    Sample(
        "수화 한 컷",
        "생활 수화를 그림과 영상으로 익힙니다.",
        "Sign a Day",
        "Learn everyday sign language with pictures.",
        "손말지기",
        "photo",
        "welfare",
        ("android", "ios"),
    ),
    Sample(
        "분리배출 사전",
        "물건 이름으로 어떻게 버리는지 찾아봅니다.",
        "Sorting Dictionary",
        "Look up how to throw a thing away.",
        "다시쓰임",
        "list",
        "environment",
        ("android", "web"),
    ),
    Sample(
        "막차 지킴이",
        "집에 갈 수 있는 마지막 차편을 놓치지 않게 알립니다.",
        "Last Train Home",
        "Reminds you before the last way home leaves.",
        "밤손님",
        "chart",
        "transport",
        ("android",),
    ),
    Sample(
        "동네 의원 알리미",
        "휴일에 여는 의원을 시간 순서로 보여 줍니다.",
        "Holiday Clinic",
        "Clinics open on holidays, in order of time.",
        "빨간약",
        "list",
        "health",
    ),
    Sample(
        "그늘 지도",
        "한여름에 그늘이 이어지는 길을 찾아 줍니다.",
        "Shade Map",
        "Finds paths with unbroken shade in summer.",
        "느티나무",
        "map",
        "environment",
    ),
    Sample(
        "골목 상점 도장",
        "동네 가게를 다니며 도장을 모읍니다.",
        "Alley Stamps",
        "Collect stamps from shops in the neighbourhood.",
        "단골손님",
        "photo",
        "economy",
    ),
    Sample(
        "서울 옛길 걷기",
        "옛 지도 위에서 지금의 길을 걷습니다.",
        "Old Roads of Seoul",
        "Walk today's streets on yesterday's map.",
        "발자국",
        "map",
        "culture",
    ),
    Sample(
        "주차 한 칸",
        "비어 있는 공영 주차 자리를 알려 줍니다.",
        "One Parking Space",
        "Shows free places in public car parks.",
        "네바퀴",
        "map",
        "transport",
    ),
    Sample(
        "반려동물 119",
        "잃어버린 반려동물을 이웃과 함께 찾습니다.",
        "Pet Finder",
        "Neighbours help to find lost pets.",
        "멍냥이",
        "photo",
        "welfare",
    ),
    Sample(
        "소음 지도",
        "시민이 잰 소음을 모아 조용한 곳을 보여 줍니다.",
        "Quiet Map",
        "Measurements by citizens show where it is quiet.",
        "귀기울임",
        "chart",
        "environment",
    ),
    Sample(
        "나눔 냉장고",
        "가까운 나눔 냉장고에 무엇이 있는지 알려 줍니다.",
        "Sharing Fridge",
        "What is in the sharing fridges close by.",
        "한그릇",
        "list",
        "welfare",
    ),
)
