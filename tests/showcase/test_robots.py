import pytest

from showcase.links.robots import may_ask

GITHUB_LIKE = """
User-agent: baidu
Disallow: /

User-agent: *
# not for robots
Disallow: /*/*/tree/
Disallow: /search$
Disallow: /private
Allow: /private/open
"""


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("nonsense\n: :\n", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: Madang\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: madang\nAllow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: madang\nDisallow:", "/a", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x/y", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.php$", "/x.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/x.php?a=1", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /store?id=", "/store?id=1", False),
        (GITHUB_LIKE, "/team/app", True),
        (GITHUB_LIKE, "/team/app/tree/main", False),
        (GITHUB_LIKE, "/search", False),
        (GITHUB_LIKE, "/searching", True),
        (GITHUB_LIKE, "/private/x", False),
        (GITHUB_LIKE, "/private/open/x", True),
        ("User-agent: *\nDisallow: " + "*a" * 250 + "$", "/" + "a" * 499, False),
    ],
)
def test_the_longest_rule_that_fits_decides(robots, path, allowed):
    assert may_ask(robots, path) is allowed
