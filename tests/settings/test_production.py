"""The production settings, started as a server starts them: in a process of their own."""

import json
import os
import subprocess
import sys

from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "a-key-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "ALLOWED_HOSTS": "apps.example.org",
    "DATABASE_URL": "postgres://madang@127.0.0.1/madang",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
    "BASE_URL": "https://apps.example.org/",
}


#: Starts once for each environment that it is told; prints why none began, one line each.
START_EACH = """
import json, os, sys
from django.core.exceptions import ImproperlyConfigured
for environment in json.loads(sys.argv[1]):
    os.environ.update(environment)
    for name in [name for name in sys.modules if name.partition(".")[0] == "settings"]:
        del sys.modules[name]
    try:
        import settings.production
        print("It starts.")
    except ImproperlyConfigured as error:
        print(error)
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run Python on the production settings and this environment alone."""
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "settings.production",
            "PYTHONIOENCODING": "utf-8",
            **environment,
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a management command."""
    return run("manage.py", *arguments, **environment)


def refusals(*changes: dict[str, str]) -> list[str]:
    """Return why the complete environment with each of these changes is refused."""
    environments = json.dumps([COMPLETE | changed for changed in changes])
    done = run("-c", START_EACH, environments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def values_of(*names: str, **environment: str) -> list[str]:
    """Return what settings hold in production, one line each."""
    program = ";".join(f"print(repr(settings.{name}))" for name in names)
    done = run("-c", f"from settings import production as settings;{program}", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_complete_environment_passes_the_deployment_check_without_a_warning():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), done.stderr


def test_an_empty_environment_is_refused_with_all_that_is_missing():
    done = manage("check")
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith(
        "Set these environment variables before starting in production: "
        "SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL, CACHE_URL, EMAIL_URL, BASE_URL."
    )


def test_one_missing_variable_is_named_alone():
    assert refusals(*[{name: " "} for name in COMPLETE]) == [
        f"Set these environment variables before starting in production: {name}."
        for name in COMPLETE
    ]


def test_the_server_itself_does_not_start_without_its_variables():
    done = subprocess.run(
        [sys.executable, "-c", "import settings.wsgi"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode != 0
    assert "SECRET_KEY, ALLOWED_HOSTS" in done.stderr


def test_a_cache_that_workers_do_not_share_is_refused():
    told = refusals({"CACHE_URL": "locmemcache://"}, {"CACHE_URL": "dummycache://"})
    assert told == ["CACHE_URL must name a cache that all workers share: redis://…"] * 2


def test_an_address_that_is_not_https_is_refused():
    wrong = ("http://apps.example.org", "apps.example.org", "https://")
    told = refusals(*[{"BASE_URL": url} for url in wrong])
    assert told == ["BASE_URL is the site's own address: https://, then its host."] * 3


def test_addresses_and_senders_follow_from_the_base_address():
    assert values_of(
        "WAGTAILADMIN_BASE_URL", "CSRF_TRUSTED_ORIGINS", "SERVER_EMAIL", **COMPLETE
    ) == [
        "'https://apps.example.org'",
        "['https://apps.example.org']",
        "'no-reply@apps.example.org'",
    ]


def test_pictures_may_come_from_the_buckets_and_from_nowhere_else():
    buckets = {
        "S3_ENDPOINT_URL": "https://s3.example.org:9000/",
        "S3_PUBLIC_BUCKET": "open",
        "S3_PRIVATE_BUCKET": "closed",
        "S3_PUBLIC_DOMAIN": "files.example.org/open",
    }
    directive = "CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']"
    assert values_of(directive, **COMPLETE) == ["[\"'self'\", 'data:']"]
    assert values_of(directive, **COMPLETE, **buckets) == [
        "[\"'self'\", 'data:', 'https://files.example.org', 'https://s3.example.org:9000']"
    ]
